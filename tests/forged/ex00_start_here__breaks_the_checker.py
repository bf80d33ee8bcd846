"""Raises the checker's own word for a fault of the checker, which is not scored.

Told as: not solved yet, ours
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    from checker.wall.verdicts import NotSolved

    raise NotSolved('the fault is ours')
    return "never"
