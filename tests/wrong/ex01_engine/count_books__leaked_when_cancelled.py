"""It closes the connection after an Exception, and a cancellation is none.

Caught by: test_a_cancelled_count_keeps_nothing
"""


async def count_books(engine):
    connection = await engine.connect()
    try:
        number = await connection.scalar(select(func.count()).select_from(Book))
    except Exception:
        await connection.close()
        raise
    await connection.close()
    return number
