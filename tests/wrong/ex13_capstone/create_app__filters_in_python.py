"""All books are fetched, and those that are wanted are chosen in Python.

Caught by: test_books_in_two_statements
"""

async def find_books(session: AsyncSession, q: str, after: str, number: int) -> list[Book]:
    books = await session.scalars(select(Book).order_by(Book.isbn))
    return [book for book in books if book.isbn > after and q.lower() in book.title.lower()][:number]
