"""Takes the ISBN for a pattern.

Caught by: test_no_such_book_is_a_lookup_error
"""


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session.begin() as session:
        book = await session.scalar(select(Book).where(Book.isbn.like(isbn)))
        if book is None:
            raise LookupError(isbn)
        before, book.price = book.price, price
    return before
