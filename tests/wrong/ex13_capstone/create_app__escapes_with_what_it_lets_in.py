"""The sign that escapes is not escaped itself.

Caught by: test_books_by_their_title
"""

async def find_books(session: AsyncSession, q: str, after: str, number: int) -> list[Book]:
    pattern = q.replace("%", "!%").replace("_", "!_")
    found = select(Book).where(Book.isbn > after, Book.title.ilike(f"%{pattern}%", escape="!"))
    return list(await session.scalars(found.order_by(Book.isbn).limit(number)))
