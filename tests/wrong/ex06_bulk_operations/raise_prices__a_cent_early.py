"""What ends in .49 is rounded upwards too.

Caught by: test_half_a_cent_is_rounded_upwards
"""


async def raise_prices(session: AsyncSession, percent: int) -> None:
    await session.execute(update(Book).values(price=(Book.price * (100 + percent) + 51) // 100))
