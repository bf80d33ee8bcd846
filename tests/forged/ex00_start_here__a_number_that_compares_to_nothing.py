"""A signalling NaN, which raises where it is compared: the check is to break, and not to be scored.

Told as: wrong|raised, InvalidOperation
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    from decimal import Decimal
    return Decimal('sNaN')
