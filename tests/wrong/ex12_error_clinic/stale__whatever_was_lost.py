"""Begins again whenever the connection is lost, after the COMMIT too.

Caught by: test_a_commit_without_an_answer
"""


async def stale(engine, copies):

    for attempt in (1, 2):
        try:
            async with engine.begin() as connection:
                for isbn, number in copies.items():
                    await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
            return
        except exc.DBAPIError as error:
            if attempt == 2 or not error.connection_invalidated:
                raise
