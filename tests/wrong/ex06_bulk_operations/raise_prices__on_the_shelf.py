"""Leaves out the books that are sold out.

Caught by: test_every_price_is_raised
"""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    change = update(Book).where(Book.stock > 0)
    await session.execute(change.values(price=(Book.price * (100 + percent) + 50) // 100))
