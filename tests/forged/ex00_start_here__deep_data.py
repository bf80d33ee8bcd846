"""Data nested deeper than anybody reads.

Told as: wrong, nested more than
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    value = []
    for _ in range(100_000):
        value = [value]
    return value
