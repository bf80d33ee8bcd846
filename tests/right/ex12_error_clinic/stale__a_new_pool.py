"""dispose() in the handler, and the transaction as a function."""


async def stale(engine, copies):

    async def store():
        async with engine.begin() as connection:
            for isbn, number in copies.items():
                await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                begun.append(isbn)

    begun = []
    try:
        await store()
    except exc.DBAPIError as error:
        if begun or not error.connection_invalidated:
            raise
        await engine.dispose()
        await store()
