"""Drops full_name and leaves the others as loose as they were.

Caught by: test_full_name_is_gone
"""

def drop_full_name(op):
    op.execute(SPLIT[op.get_context().dialect.name])
    op.drop_column("users", "full_name")
