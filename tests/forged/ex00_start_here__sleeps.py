"""Sleeps longer than anybody waits.

Told as: timed out, time.sleep
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import time

    time.sleep(MARK)
    return "never"
