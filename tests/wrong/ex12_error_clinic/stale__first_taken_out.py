"""No books is an error.

Caught by: test_a_delivery
"""


async def stale(engine, copies):
    (isbn, number), *rest = copies.items()
    for attempt in (1, 2):
        begun = False
        try:
            async with engine.begin() as connection:
                await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
                begun = True
                for i, n in rest:
                    await connection.execute(update(Book).where(Book.isbn == i).values(stock=Book.stock + n))
                return
        except exc.DBAPIError as error:
            if attempt == 2 or begun or not error.connection_invalidated:
                raise
