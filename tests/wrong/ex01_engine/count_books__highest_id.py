"""Takes the highest id for the number of books.

Caught by: test_the_books_are_counted
"""


async def count_books(engine: AsyncEngine) -> int:
    async with engine.connect() as connection:
        return await connection.scalar(select(func.max(Book.id))) or 0
