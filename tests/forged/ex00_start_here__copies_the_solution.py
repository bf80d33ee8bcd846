"""Runs the solution, if it can find it.

Told as: raised, Error
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    with open('@ROOT@/solutions/ex00_start_here.py') as file:
        known = {}
        exec(file.read(), known)
    return await known['greeting'](session)
    return "never"
