"""Does its work in a task with an empty context, where no call is the cause of anything.

Told as: wrong|timed out
"""

import asyncio
import contextvars

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def read(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    return await asyncio.create_task(read(session, limit), context=contextvars.Context())
