"""A new column, and everything the old one had."""

def rename_title(op):
    op.add_column("books", Column("name", String(200)))
    op.execute("UPDATE books SET name = title")
    with op.batch_alter_table("books") as books:
        books.drop_index("ix_books_title")
        books.drop_constraint("uq_books_title", type_="unique")
    with op.batch_alter_table("books") as books:
        books.drop_column("title")
        books.alter_column("name", nullable=False)
    with op.batch_alter_table("books") as books:
        books.create_index("ix_books_name", ["name"])
        books.create_unique_constraint("uq_books_name", ["name"])
