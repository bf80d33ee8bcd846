"""Opens a thousand files.

Told as: raised, OSError
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    kept = [open('/dev/null') for _ in range(1000)]
    return "never"
