"""The search is still without `await`: a coroutine is never None, and has no price.

Caught by: test_the_price_before_is_returned, test_no_such_book_is_a_lookup_error
"""


async def repair_lost_update(make_session: async_sessionmaker[AsyncSession], isbn: str, price: int) -> int:
    async with make_session() as session:
        book = session.scalar(select(Book).where(Book.isbn == isbn))
        if book is None:
            raise LookupError(isbn)
        before = book.price
        book.price = price
        await session.commit()
    return before
