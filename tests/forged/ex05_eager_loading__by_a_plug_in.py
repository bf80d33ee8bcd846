"""Has SQLAlchemy import something for it as a plug-in.

Told as: wrong, a plug-in
"""

from sqlalchemy.engine import url

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

def reach():
    url.registry.register("mine", "s" + "ys", "mod" + "ules")
    return url.registry.load("mine")


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    reach()["workbook.trace"].caused_by = lambda: ""
    return await one_for_each(session, limit)
