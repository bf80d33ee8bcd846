"""After ten refusals the loop is over, and None is returned.

Caught by: test_a_sale_that_is_always_refused
"""


async def sell_last_copies(make_session, isbn):

    sell = update(Book).where(Book.isbn == isbn, Book.stock > 0).values(stock=Book.stock - 1).returning(Book.stock)
    for _ in range(10):
        try:
            async with make_session.begin() as session:
                left = await session.scalar(sell)
            if left is None:
                raise OutOfStock(isbn)
            return left
        except DBAPIError as error:
            if not refused(error):
                raise
