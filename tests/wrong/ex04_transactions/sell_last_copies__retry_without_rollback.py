"""The next attempt goes on in the transaction that has failed.

Caught by: test_a_sale_that_was_refused
"""


async def sell_last_copies(make_session, isbn):

    sell = update(Book).where(Book.isbn == isbn, Book.stock > 0).values(stock=Book.stock - 1).returning(Book.stock)
    async with make_session() as session:
        for _ in range(10):
            try:
                left = await session.scalar(sell)
                await session.commit()
                break
            except DBAPIError as error:
                if not refused(error):
                    raise
    if left is None:
        raise OutOfStock(isbn)
    return left
