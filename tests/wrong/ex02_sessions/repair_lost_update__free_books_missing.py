"""Takes a book that costs nothing for one that does not exist.

Caught by: test_the_price_before_is_returned
"""


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session.begin() as session:
        before = await session.scalar(select(Book.price).where(Book.isbn == isbn))
        if not before:
            raise LookupError(isbn)
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        book.price = price
    return before
