"""Asks every exception for what only the database's have: where the pool has no connection, an AttributeError comes out.

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
        except Exception as error:
            if attempt == 2 or begun or not error.connection_invalidated:
                raise
