"""Rolls back, and lets the error go on."""


async def save(make_session, isbn, price):

    async with make_session() as session:
        try:
            book = (await session.scalars(select(Book).where(Book.isbn == isbn))).one_or_none()
            if book is None:
                raise LookupError(isbn)
            book.price = price
            await session.commit()
        except BaseException:
            await session.rollback()
            raise
