"""Begins again wherever the connection is lost, but for the COMMIT.

Caught by: test_lost_in_the_middle
"""


async def stale(engine, copies):

    for attempt in (1, 2):
        connection = await engine.connect()
        try:
            for isbn, number in copies.items():
                await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
        except exc.DBAPIError as error:
            await connection.close()
            if attempt == 2 or not error.connection_invalidated:
                raise
            continue
        try:
            await connection.commit()
        finally:
            await connection.close()
        return
