"""Keeps the interpreter busy where no other thread gets a turn.

Told as: timed out
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import re

    re.match('(a+)+$', 'a' * 60 + 'b')
    return "never"
