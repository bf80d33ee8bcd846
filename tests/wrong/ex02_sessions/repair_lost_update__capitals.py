"""Compares the ISBNs in capitals.

Caught by: test_no_such_book_is_a_lookup_error
"""

from sqlalchemy import func


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(func.upper(Book.isbn) == isbn.upper()))
        if book is None:
            raise LookupError(f"no book {isbn}")
        before, book.price = book.price, price
    return before
