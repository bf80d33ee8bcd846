"""A transaction for each book, so that a retry is cheap: half a delivery is stored.

Caught by: test_lost_in_the_middle
"""


async def stale(engine, copies):

    first = True
    for isbn, number in copies.items():
        for attempt in (1, 2):
            try:
                async with engine.begin() as connection:
                    await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                break
            except exc.DBAPIError as error:
                if attempt == 2 or not first or not error.connection_invalidated:
                    raise
        first = False
