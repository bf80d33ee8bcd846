"""Calls close() without await.

Caught by: test_the_books_are_counted
"""


async def count_books(engine):
    connection = await engine.connect()
    try:
        return await connection.scalar(select(func.count()).select_from(Book))
    finally:
        connection.close()
