"""Makes columns that a long name does not fit in.

Caught by: test_two_columns_more
"""

def split_name(op):
    op.add_column("users", Column("first", String(100)))
    op.add_column("users", Column("last", String(100)))
    op.execute(SPLIT[op.get_context().dialect.name])
