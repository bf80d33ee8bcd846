"""The error is told now, the commit is still not awaited.

Caught by: test_a_new_price_for_good
"""


async def save(make_session, isbn, price):

    async with make_session() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        book.price = price
        session.commit()
