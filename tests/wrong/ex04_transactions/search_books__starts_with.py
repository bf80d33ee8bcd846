"""Only the start of a title is looked at.

Caught by: test_titles_that_contain_the_text
"""


async def search_books(session, text):

    found = select(Book.title).where(Book.title.startswith(text, autoescape=True)).order_by(Book.title)
    return list(await session.scalars(found))
