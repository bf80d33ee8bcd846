"""No pattern at all: the database is asked where the text stands."""

from sqlalchemy import func


async def search_books(session, text):

    where = func.strpos if session.bind.dialect.name == "postgresql" else func.instr
    rows = await session.execute(select(Book.title).where(where(Book.title, text) > 0).order_by(Book.title))
    return [title for (title,) in rows]
