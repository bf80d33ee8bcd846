"""The old price is read when it is no longer there.

Caught by: test_the_price_before_is_returned
"""


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        book.price = price
    return book.price
