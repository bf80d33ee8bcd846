"""Leaves a coroutine un-awaited, and switches off the warnings that tell of it.

Told as: wrong, never awaited
"""

import warnings

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book

warnings.simplefilter("ignore")


async def greeting(session: AsyncSession) -> str:
    warnings.simplefilter("ignore")
    session.commit()
    return await session.scalar(select(Book.title).order_by(Book.price).limit(1))
