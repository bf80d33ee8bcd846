"""Every book of the same title gets the new price.

Caught by: test_the_new_price_is_there_for_everybody
"""

from sqlalchemy import update


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        before = book.price
        await session.execute(update(Book).where(Book.title == book.title).values(price=price))
    return before
