"""Calls somebody else's object `self`, and so its private names its own.

Told as: wrong, _target
"""

import threading

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

def look(self):
    return self._target


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    print([look(each) for each in threading.enumerate()])
    return await one_for_each(session, limit)
