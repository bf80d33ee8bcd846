"""Escaped by hand, the escape character first."""


async def search_books(session, text):

    literal = text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    found = select(Book.title).where(Book.title.like(f"%{literal}%", escape="!")).order_by(Book.title)
    return (await session.scalars(found)).all()
