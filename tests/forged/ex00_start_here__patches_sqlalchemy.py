"""Has the session say what it likes.

Told as: wrong, never
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def lie(self, *a, **k):
    return 'never'


AsyncSession.scalar = lie


async def greeting(session: AsyncSession) -> str:

    return await session.scalar(select(Book.title))
