"""Tidies up the titles on the way.

Caught by: test_every_title_is_kept
"""

def rename_title(op):
    op.alter_column("books", "title", new_column_name="name")
    op.execute("UPDATE books SET name = trim(name)")
