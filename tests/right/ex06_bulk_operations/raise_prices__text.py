"""SQL that both databases understand: dividing whole numbers gives a whole number."""

from sqlalchemy import text


async def raise_prices(session: AsyncSession, percent: int) -> None:
    raised = text("UPDATE books SET price = (price * (100 + :percent) + 50) / 100")
    await session.execute(raised, {"percent": percent})
