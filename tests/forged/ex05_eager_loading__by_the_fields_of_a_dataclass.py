"""Has code in the name of a field, of which Python makes a function.

Told as: wrong, a text in your file is evaluated
"""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

FOUND = []


def reach():
    code = "a=FOUND.append(__imp" + "ort__('sys').mod" + "ules)"
    dataclass(type("A", (), {"__annotations__": {code: int}, "__module__": reach.__module__}))
    return FOUND[0]


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    reach()["workbook.trace"].caused_by = lambda: ""
    return await one_for_each(session, limit)
