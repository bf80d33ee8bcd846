"""Keeps the column under another name, in case somebody wants it back.

Caught by: test_without_country
"""

def drop_country(op):
    op.alter_column("users", "country", new_column_name="old_country")
