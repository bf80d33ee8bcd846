"""Rounds what is added: SQL cuts off towards zero, so a negative difference is a cent too small.

Caught by: test_prices_can_be_lowered
"""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    await session.execute(update(Book).values(price=Book.price + (Book.price * percent + 50) // 100))
