"""Looks for English words that SQLite does not say.

Caught by: test_after_a_restart
"""


async def stale(engine, copies):

    for attempt in (1, 2):
        begun = False
        try:
            async with engine.begin() as connection:
                for isbn, number in copies.items():
                    await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                    begun = True
            return
        except exc.DBAPIError as error:
            if attempt == 2 or begun or "server closed the connection" not in str(error):
                raise
