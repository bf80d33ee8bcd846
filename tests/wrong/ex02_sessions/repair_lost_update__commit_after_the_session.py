"""The session is closed when it is asked to commit: it opens again and commits nothing.

Caught by: test_the_new_price_is_there_for_everybody
"""


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        before = book.price
        book.price = price
    await session.commit()
    return before
