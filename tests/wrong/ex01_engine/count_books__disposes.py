"""Disposes of the caller's engine.

Caught by: test_one_connection_serves_every_call
"""


async def count_books(engine):
    async with engine.connect() as connection:
        number = await connection.scalar(select(func.count()).select_from(Book))
    await engine.dispose()
    return number
