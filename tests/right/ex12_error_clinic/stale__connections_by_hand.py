"""Connections by hand, and the first statement told by how many are done."""


async def stale(engine, copies):

    for attempt in (1, 2):
        connection = await engine.connect()
        done = 0
        try:
            for isbn, number in copies.items():
                await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                done += 1
            await connection.commit()
            return
        except exc.DBAPIError as error:
            if attempt == 2 or done or not error.connection_invalidated:
                raise
        finally:
            await connection.close()
