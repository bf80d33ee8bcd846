"""Gives the connection back only when all went well.

Caught by: test_a_failing_query_keeps_nothing
"""


async def count_books(engine):
    connection = await engine.connect()
    number = await connection.scalar(select(func.count()).select_from(Book))
    await connection.close()
    return number
