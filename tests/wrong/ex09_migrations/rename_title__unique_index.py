"""Makes one unique index of the two.

Caught by: test_the_column_is_called_name
"""

def rename_title(op):
    op.add_column("books", Column("name", String(200)))
    op.execute("UPDATE books SET name = title")
    with op.batch_alter_table("books") as books:
        books.drop_index("ix_books_title")
        books.drop_constraint("uq_books_title", type_="unique")
    with op.batch_alter_table("books") as books:
        books.drop_column("title")
        books.alter_column("name", nullable=False)
    op.create_index("ix_books_title", "books", ["name"], unique=True)
