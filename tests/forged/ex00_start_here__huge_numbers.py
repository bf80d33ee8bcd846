"""A number too long to be written.

Told as: wrong, cannot be sent
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:

    return 10 ** 5000
