"""An asyncio.Lock, which other processes do not know, in the place of an order.

Caught by: test_turned_away_and_tried_again
"""


counter = asyncio.Lock()


async def transfer(make_session, source, target, copies):

    changes = {source: -copies, target: copies}
    async with counter, make_session.begin() as session:
        for isbn in changes:
            change = update(Book).where(Book.isbn == isbn, Book.stock >= -changes[isbn])
            if not (await session.execute(change.values(stock=Book.stock + changes[isbn]))).rowcount:
                raise OutOfStock(isbn)
