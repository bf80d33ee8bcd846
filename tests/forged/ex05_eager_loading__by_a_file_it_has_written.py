"""Writes a module that nobody has read, and has Alembic load it.

Told as: wrong, a text in your file is evaluated
"""

from pathlib import Path

from alembic.util import load_python_file

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import User


async def one_for_each(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email, User.id).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users

def reach():
    Path("written.py").write_text("import sy" + "s\nfound = sy" + "s.mod" + "ules\n")
    return load_python_file(".", "written.py").found


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    reach()["workbook.trace"].caused_by = lambda: ""
    return await one_for_each(session, limit)
