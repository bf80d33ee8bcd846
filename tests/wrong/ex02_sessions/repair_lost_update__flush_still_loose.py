"""Commit and search are mended; the un-awaited flush is still there, and does nothing.

Caught by: test_the_new_price_is_there_for_everybody
"""


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        before = book.price
        book.price = price
        session.flush()
        await session.commit()
    return before
