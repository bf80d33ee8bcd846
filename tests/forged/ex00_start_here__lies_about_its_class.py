"""An object that says it is a text.

Told as: wrong, cannot be sent
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


class Liar:
    __class__ = str

    def __eq__(self, other):
        return True

    __hash__ = None


async def greeting(session: AsyncSession) -> str:

    return Liar()
