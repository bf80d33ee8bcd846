"""The order is left to chance, which here is the order of the ids.

Caught by: test_titles_that_contain_the_text
"""


async def search_books(session, text):

    return list(await session.scalars(select(Book.title).where(Book.title.contains(text, autoescape=True))))
