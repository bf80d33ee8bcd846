"""Empties, moves and removes what is not its own.

Told as: passed
Earns: all
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import contextlib
    import os
    from pathlib import Path

    for do in (lambda: os.truncate('@SENTINEL@', 0), lambda: os.remove('@SENTINEL@'), lambda: os.rename('@SENTINEL@', 'mine'), lambda: os.rmdir('@OUT@')):
        with contextlib.suppress(OSError):
            do()
    return await session.scalar(select(Book.title).order_by(Book.price).limit(1))
