"""What autogenerate proposes, with NULL allowed so that it runs.

Caught by: test_the_column_is_called_name, test_every_title_is_kept
"""

def rename_title(op):
    with op.batch_alter_table("books") as books:
        books.add_column(Column("name", String(200)))
        books.drop_constraint("uq_books_title", type_="unique")
        books.drop_index("ix_books_title")
        books.drop_column("title")
