"""Reaches the variable of the bystanders by the name of the package.

Told as: wrong|raised
"""

import asyncio
from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine
from workbook.bookshop import Book, Order, OrderLine, User

async def honest(session, limit):
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users
import workbook.bookshop
import contextvars

async def go(session, limit):
    workbook.cause.bystander.set(True)
    return await honest(session, limit)
async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    return await asyncio.create_task(go(session, limit), context=contextvars.Context())
