"""Begins again after any error of the first statement.

Caught by: test_an_error_with_the_connection_alive
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
        except exc.DBAPIError:
            if attempt == 2 or begun:
                raise
