"""It hides that the COMMIT has failed.

Caught by: test_an_update_that_fails
"""


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        before = book.price
        book.price = price
        try:
            await session.commit()
        except Exception:
            await session.rollback()
    return before
