"""A refusal is told as "sold out": a sale is lost.

Caught by: test_a_sale_that_was_refused
"""


async def sell_last_copies(make_session, isbn):

    sell = update(Book).where(Book.isbn == isbn, Book.stock > 0).values(stock=Book.stock - 1).returning(Book.stock)
    try:
        async with make_session.begin() as session:
            left = await session.scalar(sell)
    except DBAPIError as error:
        if refused(error):
            raise OutOfStock(isbn) from error
        raise
    if left is None:
        raise OutOfStock(isbn)
    return left
