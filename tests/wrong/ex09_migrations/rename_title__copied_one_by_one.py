"""Carries the titles over one by one.

Caught by: test_many_titles_are_kept
"""

from sqlalchemy import text


def rename_title(op):
    op.add_column("books", Column("name", String(200)))
    connection = op.get_bind()
    for number, title in connection.execute(text("SELECT id, title FROM books")).all():
        connection.execute(text("UPDATE books SET name = :name WHERE id = :id"), {"name": title, "id": number})
    with op.batch_alter_table("books") as books:
        books.drop_index("ix_books_title")
        books.drop_constraint("uq_books_title", type_="unique")
    with op.batch_alter_table("books") as books:
        books.drop_column("title")
        books.alter_column("name", nullable=False)
    with op.batch_alter_table("books") as books:
        books.create_index("ix_books_title", ["name"])
        books.create_unique_constraint("uq_books_title", ["name"])
