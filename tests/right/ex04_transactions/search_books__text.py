"""Text SQL with a bound parameter."""

import sqlalchemy


async def search_books(session, text):

    literal = text.replace("^", "^^").replace("%", "^%").replace("_", "^_")
    sql = "SELECT title FROM books WHERE title LIKE '%' || :text || '%' ESCAPE '^' ORDER BY title"
    return list(await session.scalars(sqlalchemy.text(sql), {"text": literal}))
