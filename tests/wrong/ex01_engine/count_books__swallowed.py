"""Turns every error into zero books.

Caught by: test_a_failing_query_keeps_nothing
"""


async def count_books(engine):
    try:
        async with engine.connect() as connection:
            return await connection.scalar(select(func.count()).select_from(Book))
    except Exception:
        return 0
