"""Says of a class of SQLAlchemy's that it is of this file, and reads its private names.

Told as: wrong, __module__
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    pool = session.get_bind().pool
    type(pool).__module__ = one_for_each.__module__
    print(getattr(pool, "_po" + "ol"))
    return await one_for_each(session, limit)
