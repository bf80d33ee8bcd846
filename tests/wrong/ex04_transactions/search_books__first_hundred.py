"""Returns a hundred titles at most.

Caught by: test_every_book_that_contains_it
"""


async def search_books(session: AsyncSession, text: str) -> list[str]:
    query = select(Book.title).where(Book.title.contains(text, autoescape=True)).order_by(Book.title).limit(100)
    return list(await session.scalars(query))
