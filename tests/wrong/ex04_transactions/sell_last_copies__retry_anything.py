"""Every error is tried again: a full disk is hammered on, and nobody hears of it.

Caught by: test_an_error_that_stays
"""


async def sell_last_copies(make_session, isbn):

    sell = update(Book).where(Book.isbn == isbn, Book.stock > 0).values(stock=Book.stock - 1).returning(Book.stock)
    for _ in range(10):
        try:
            async with make_session.begin() as session:
                left = await session.scalar(sell)
            break
        except DBAPIError:
            pass
    if left is None:
        raise OutOfStock(isbn)
    return left
