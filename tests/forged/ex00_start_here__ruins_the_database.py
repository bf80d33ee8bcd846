"""Overwrites its own database with noise: the check is to break, and not to be scored.

Told as: wrong|raised|timed out
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import os

    if session.bind.dialect.name == 'sqlite':
        for ending in ('', '-wal'):
            with open(session.bind.url.database + ending, 'wb') as file:
                file.write(os.urandom(100_000))
    else:
        from sqlalchemy import text

        await session.execute(text('DROP TABLE books CASCADE'))
        await session.commit()
    return "never"
