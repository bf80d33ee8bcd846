"""A question that changes nothing finds out, before the transaction begins."""


async def stale(engine, copies):

    try:
        async with engine.connect() as connection:
            await connection.execute(select(1))
    except exc.DBAPIError as error:
        if not error.connection_invalidated:
            raise
    async with engine.begin() as connection:
        for isbn, number in copies.items():
            await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
