"""Sends something else than was returned.

Told as: wrong, ()
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


import checker.wall.wire

checker.wall.wire.to_plain = lambda value: {'$': 'tuple', 'of': []}


async def greeting(session: AsyncSession) -> str:

    return "never"
