"""Leaves with success as soon as it is imported.

Told as: raised, came to its end
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


import os

os._exit(0)


async def greeting(session: AsyncSession) -> str:

    return "never"
