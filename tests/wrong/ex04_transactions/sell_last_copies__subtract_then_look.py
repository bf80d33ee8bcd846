"""The copy is taken and given back if it was one too many, in a second transaction: in between, and afterwards if that fails, the shelf is wrong; and no buyer can trust the number.

Caught by: test_nothing_to_sell
"""


async def sell_last_copies(make_session, isbn):

    async with make_session.begin() as session:
        sell = update(Book).where(Book.isbn == isbn).values(stock=Book.stock - 1).returning(Book.stock)
        left = await session.scalar(sell)
    if left is None or left < 0:
        raise OutOfStock(isbn)
    return left
