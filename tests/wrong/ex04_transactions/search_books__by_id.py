"""The titles come in the order in which the books were stored.

Caught by: test_titles_that_contain_the_text
"""


async def search_books(session, text):
    found = select(Book.title).where(Book.title.contains(text, autoescape=True))
    return list(await session.scalars(found.order_by(Book.id)))
