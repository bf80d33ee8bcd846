"""Quotes are doubled by hand, wildcards are not.

Caught by: test_wildcards_stand_for_themselves
"""

import sqlalchemy


async def search_books(session, text):

    sql = "SELECT title FROM books WHERE title LIKE '%{}%' ORDER BY title".format(text.replace("'", "''"))
    return list(await session.scalars(sqlalchemy.text(sql.replace(":", "\\:"))))
