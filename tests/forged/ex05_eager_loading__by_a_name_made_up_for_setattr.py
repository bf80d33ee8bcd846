"""Sets a private attribute by a name that cannot be read.

Told as: wrong, setattr
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
    setattr(session.get_bind(), "_echo" + "_", None)
    return await one_for_each(session, limit)
