"""An f-string in a `where()` is SQL all the same.

Caught by: test_no_sql_gets_in, test_every_character_stands_for_itself
"""

import sqlalchemy


async def search_books(session, text):

    found = select(Book.title).where(sqlalchemy.text(f"title LIKE '%{text}%'")).order_by(Book.title)
    return list(await session.scalars(found))
