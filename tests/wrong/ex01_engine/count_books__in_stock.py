"""Books that are sold out are not counted.

Caught by: test_the_books_are_counted
"""


async def count_books(engine):
    async with engine.connect() as connection:
        return await connection.scalar(select(func.count()).select_from(Book).where(Book.stock > 0))
