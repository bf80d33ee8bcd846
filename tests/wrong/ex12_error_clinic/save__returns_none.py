"""Catches the error of the database and returns None.

Caught by: test_other_errors_go_on
"""


async def save(make_session, isbn, price):

    async with make_session() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        book.price = price
        try:
            await session.commit()
        except exc.DBAPIError:
            await session.rollback()
            return None
