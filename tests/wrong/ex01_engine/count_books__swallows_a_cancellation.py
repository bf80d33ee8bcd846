"""It closes the connection on every path, and takes a cancellation for an error that it may keep to itself.

Caught by: test_a_cancelled_count_keeps_nothing
"""


async def count_books(engine):
    connection = await engine.connect()
    try:
        return await connection.scalar(select(func.count()).select_from(Book))
    except BaseException:
        return 0
    finally:
        await connection.close()
