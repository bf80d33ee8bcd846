"""Has pydantic read attributes by names that a function makes.

Told as: wrong, alias_generator
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

class Reads(BaseModel):
    model_config = ConfigDict(from_attributes=True, alias_generator=lambda name: "_exec" + "ution_options")
    x: Any


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    print(Reads.model_validate(session.bind))
    return await one_for_each(session, limit)
