"""Meets the first dead connection and gives up.

Caught by: test_after_a_restart
"""


async def stale(engine, copies):

    async with engine.begin() as connection:
        for isbn, number in copies.items():
            await connection.execute(update(Book).where(Book.isbn == isbn).values(stock=Book.stock + number))
