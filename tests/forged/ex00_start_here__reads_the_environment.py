"""Looks for the judge's secrets in its own environment.

Told as: raised, nothing
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import os

    if 'FORGED_SECRET' in os.environ or 'DATABASE_URL' in os.environ:
        raise LookupError('LOOKED')
    raise LookupError('nothing')
    return "never"
