"""round() of price * 115 / 100: exact up to the division, which is exact for half cents."""

from sqlalchemy import func


async def raise_prices(session: AsyncSession, percent: int) -> None:
    await session.execute(update(Book).values(price=func.round(Book.price * (100 + percent) / 100)))
