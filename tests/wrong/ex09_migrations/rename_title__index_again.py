"""The index has gone with its column already, and gets a second one beside it.

Caught by: test_the_column_is_called_name
"""


def rename_title(op: Operations) -> None:
    op.alter_column("books", "title", new_column_name="name")
    op.create_index("ix_books_name", "books", ["name"])
