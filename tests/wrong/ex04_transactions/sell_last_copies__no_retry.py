"""A refusal of the database goes straight to the buyer.

Caught by: test_a_sale_that_was_refused
"""


async def sell_last_copies(make_session, isbn):

    sell = update(Book).where(Book.isbn == isbn, Book.stock > 0).values(stock=Book.stock - 1).returning(Book.stock)
    async with make_session.begin() as session:
        left = await session.scalar(sell)
    if left is None:
        raise OutOfStock(isbn)
    return left
