"""Takes the occasion to let a name be as long as it likes.

Caught by: test_the_column_is_called_name
"""

from sqlalchemy import Text


def rename_title(op):
    with op.batch_alter_table("books") as books:
        books.alter_column("title", new_column_name="name", type_=Text)
