"""Raises pytest's own words for a test that does not count.

Told as: raised, Skipped
"""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    import pytest

    pytest.skip('not for me')
    return "never"
