"""A space at the start or the end of the text is thrown away.

Caught by: test_the_text_stays_as_it_is
"""


async def search_books(session, text):
    found = select(Book.title).where(Book.title.contains(text.strip(), autoescape=True))
    return list(await session.scalars(found.order_by(Book.title)))
