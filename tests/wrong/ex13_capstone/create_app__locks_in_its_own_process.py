"""A lock of asyncio stands around reading the stock and writing what is left: another process has another lock.

Caught by: test_sold_elsewhere
"""

import asyncio

LOCK = asyncio.Lock()


async def take(session: AsyncSession, isbn: str, quantity: int) -> OrderLine:
    async with LOCK:
        book = await session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise NoSuchBook(isbn)
        if book.stock < quantity:
            raise Conflict("there are too few copies")
        await session.execute(update(Book).where(Book.id == book.id).values(stock=book.stock - quantity))
    return OrderLine(book=book, quantity=quantity, price=book.price)
