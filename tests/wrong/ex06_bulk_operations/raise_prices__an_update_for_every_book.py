"""The ids are read, and every book gets an UPDATE of its own.

Caught by: test_one_update_however_many
"""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    for book_id in (await session.scalars(select(Book.id))).all():
        new = (Book.price * (100 + percent) + 50) // 100
        await session.execute(update(Book).where(Book.id == book_id).values(price=new))
