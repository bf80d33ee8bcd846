"""A SELECT for every row, then an INSERT or an UPDATE.

Caught by: test_one_insert_for_a_delivery
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    for row in rows:
        book = await session.scalar(select(Book).where(Book.isbn == row["isbn"]))
        if book is None:
            session.add(Book(**row))
        else:
            book.title, book.price = row["title"], row["price"]
            book.stock += row["stock"]
    await session.flush()
