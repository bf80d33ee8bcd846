"""A new connection for each statement that fails: what was done on the old one is gone.

Caught by: test_lost_in_the_middle
"""


async def stale(engine, copies):

    connection = await engine.connect()
    try:
        for isbn, number in copies.items():
            one = update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number)
            try:
                await connection.execute(one)
            except exc.DBAPIError as error:
                if not error.connection_invalidated:
                    raise
                await connection.close()
                connection = await engine.connect()
                await connection.execute(one)
        await connection.commit()
    finally:
        await connection.close()
