"""Keeps the old column beside the new one.

Caught by: test_the_column_is_called_name, test_every_title_is_kept
"""

def rename_title(op):
    op.add_column("books", Column("name", String(200)))
    op.execute("UPDATE books SET name = title")
