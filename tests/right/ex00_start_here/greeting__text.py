"""Written as SQL."""

from sqlalchemy import text


async def greeting(session):
    result = await session.execute(text("SELECT title FROM books ORDER BY price LIMIT 1"))
    return result.scalar_one()
