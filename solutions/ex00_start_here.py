"""Exercises of lesson 00, Start here.  Run `pytest checker -k ex00` when you have written something."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from workbook.bookshop import Book


async def greeting(session: AsyncSession) -> str:
    """Return the title of the cheapest book.

    The book with the lowest `price` is meant, sold out or not.  There is always one.
    """
    return await session.scalar(select(Book.title).order_by(Book.price).limit(1))
