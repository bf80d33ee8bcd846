"""Never gives the connection back.

Caught by: test_one_connection_serves_every_call, test_the_books_are_counted
"""


async def count_books(engine):
    connection = await engine.connect()
    return await connection.scalar(select(func.count()).select_from(Book))
