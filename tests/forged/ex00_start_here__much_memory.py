"""Asks for three gigabytes.

Told as: raised, MemoryError
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    kept = bytearray(3 << 30)
    return "never"
