"""Gives the new columns a default, so that they need not be NULL.

Caught by: test_two_columns_more
"""

def split_name(op):
    op.add_column("users", Column("first", String(200), nullable=False, server_default=""))
    op.add_column("users", Column("last", String(200), nullable=False, server_default=""))
    op.execute(SPLIT[op.get_context().dialect.name])
