"""The UPDATE subtracts in the database, but has no condition: the look came before it.

Caught by: test_twenty_buyers_at_once, test_the_last_copy_at_two_tills
"""


async def sell_last_copies(make_session, isbn):

    async with make_session.begin() as session:
        if not await session.scalar(select(Book.stock).where(Book.isbn == isbn)):
            raise OutOfStock(isbn)
        sell = update(Book).where(Book.isbn == isbn).values(stock=Book.stock - 1).returning(Book.stock)
        return await session.scalar(sell)
