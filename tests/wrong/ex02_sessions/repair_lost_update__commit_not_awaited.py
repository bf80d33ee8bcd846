"""The commit stands in the right place, without its `await`.

Caught by: test_the_new_price_is_there_for_everybody
"""


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        before = book.price
        book.price = price
        await session.flush()
        session.commit()
    return before
