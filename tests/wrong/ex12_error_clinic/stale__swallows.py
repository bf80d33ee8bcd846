"""The second loss is nobody's business.

Caught by: test_lost_twice
"""


async def stale(engine, copies):

    for _ in (1, 2):
        begun = False
        try:
            async with engine.begin() as connection:
                for isbn, number in copies.items():
                    await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                    begun = True
            return
        except exc.DBAPIError as error:
            if begun or not error.connection_invalidated:
                raise
