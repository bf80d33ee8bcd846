"""A % that somebody types stands for anything.

Caught by: test_books_by_their_title
"""

async def find_books(session: AsyncSession, q: str, after: str, number: int) -> list[Book]:
    found = select(Book).where(Book.isbn > after, Book.title.ilike(f"%{q}%"))
    return list(await session.scalars(found.order_by(Book.isbn).limit(number)))
