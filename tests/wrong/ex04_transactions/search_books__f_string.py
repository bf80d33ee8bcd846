"""The text is pasted into the SQL.

Caught by: test_no_sql_gets_in, test_every_character_stands_for_itself
"""

import sqlalchemy


async def search_books(session, text):

    sql = f"SELECT title FROM books WHERE title LIKE '%{text}%' ORDER BY title"
    return list(await session.scalars(sqlalchemy.text(sql)))
