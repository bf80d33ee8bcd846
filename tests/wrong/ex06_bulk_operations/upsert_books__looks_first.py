"""One SELECT finds the known books; the others are inserted: somebody may have been quicker.

Caught by: test_somebody_else_adds_the_same_book, test_one_insert_for_a_delivery
"""


async def upsert_books(session: AsyncSession, rows: list[Row]) -> None:
    if not rows:
        return
    isbns = [row["isbn"] for row in rows]
    known = {book.isbn: book for book in await session.scalars(select(Book).where(Book.isbn.in_(isbns)))}
    if new := [row for row in rows if row["isbn"] not in known]:
        await session.execute(insert(Book), new)
    for row in rows:
        if book := known.get(row["isbn"]):
            book.title, book.price, book.stock = row["title"], row["price"], book.stock + row["stock"]
    await session.flush()
