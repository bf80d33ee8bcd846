"""One UPDATE, and the number of rows it changed."""


async def save(make_session, isbn, price):

    async with make_session.begin() as session:
        changed = await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
        if changed.rowcount == 0:
            raise LookupError(isbn)
