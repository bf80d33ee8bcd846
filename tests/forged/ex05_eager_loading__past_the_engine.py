"""Asks the driver itself, which no trace shows, for thirty times more than it needs.

Told as: wrong
"""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from workbook.bookshop import Book, Order, OrderLine, User



async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    driver = (await (await session.connection()).get_raw_connection()).driver_connection
    for _ in range(30):
        await (driver.fetch if hasattr(driver, "fetch") else driver.execute)("SELECT id, user_id FROM orders")
    statement = select(User).options(selectinload(User.orders)).order_by(User.email).limit(limit)
    return list(await session.scalars(statement))
