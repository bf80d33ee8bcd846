"""Deletes all users for good, and so nobody is the right answer.

Told as: wrong, rows that were there before are gone
"""

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Order, User


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    await session.execute(delete(Order))
    await session.execute(delete(User))
    await session.commit()
    return []
