"""It returns ten titles, however many there are.

Caught by: test_every_book_that_contains_it
"""


async def search_books(session, text):
    found = select(Book.title).where(Book.title.contains(text, autoescape=True)).order_by(Book.title)
    return list(await session.scalars(found.limit(10)))
