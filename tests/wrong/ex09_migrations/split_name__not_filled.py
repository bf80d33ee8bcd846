"""Adds the columns, and leaves those who are there without a name.

Caught by: test_the_names_are_split
"""

def split_name(op):
    op.add_column("users", Column("first", String(200)))
    op.add_column("users", Column("last", String(200)))
