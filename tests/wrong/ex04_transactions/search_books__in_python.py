"""Loads every title and searches among them in Python.

Caught by: test_the_database_searches
"""


async def search_books(session, text):

    titles = await session.scalars(select(Book.title).order_by(Book.title))
    return [title for title in titles if text in title]
