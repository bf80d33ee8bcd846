"""The raise takes the place of the price.

Caught by: test_every_price_is_raised
"""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    await session.execute(update(Book).values(price=(Book.price * percent + 50) // 100))
