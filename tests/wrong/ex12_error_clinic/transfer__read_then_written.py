"""Reads the stock, and writes it back: works alone.

Caught by: test_two_transfers_crosswise
"""


async def transfer(make_session, source, target, copies):
    for attempt in range(1, 6):
        try:
            async with make_session.begin() as session:
                books = {b.isbn: b for b in await session.scalars(select(Book).where(Book.isbn.in_([source, target])).order_by(Book.isbn))}
                if len(books) < 2 or books[source].stock < copies:
                    raise OutOfStock(source)
                books[source].stock -= copies
                books[target].stock += copies
            return
        except exc.DBAPIError as error:
            if attempt == 5 or not refused(error):
                raise
            await asyncio.sleep(0.01)
