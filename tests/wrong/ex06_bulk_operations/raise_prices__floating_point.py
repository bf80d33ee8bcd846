"""The factor is a floating point number: 850 * 1.15 is a little less than 977.5.

Caught by: test_half_a_cent_is_rounded_upwards
"""

from sqlalchemy import func


async def raise_prices(session: AsyncSession, percent: int) -> None:
    await session.execute(update(Book).values(price=func.round(Book.price * (1 + percent / 100))))
