"""Two books of one title are counted once.

Caught by: test_the_books_are_counted
"""


async def count_books(engine):
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count(Book.title.distinct())))
