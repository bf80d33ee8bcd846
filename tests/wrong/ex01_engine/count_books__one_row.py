"""Counts the rows of a count: always one.

Caught by: test_the_books_are_counted
"""


async def count_books(engine):
    async with engine.connect() as connection:
        return len((await connection.execute(select(func.count()).select_from(Book))).all())
