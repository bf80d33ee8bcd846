"""Writes a file larger than any exercise needs.

Told as: raised, OSError
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    with open('large', 'wb') as file:
        file.seek(400 << 20)
        file.write(b'x')
    return "never"
