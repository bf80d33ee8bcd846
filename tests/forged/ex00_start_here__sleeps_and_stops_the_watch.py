"""Stops the thread that would tell where it stands, and never ends.

Told as: raised, stop
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import threading

    for thread in threading.enumerate():
        if thread.name == 'watch':
            thread.stop()
    while True:
        pass
    return "never"
