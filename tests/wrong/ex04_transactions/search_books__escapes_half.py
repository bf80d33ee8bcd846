"""`%` and `_` are escaped, the escape character itself is not.

Caught by: test_every_character_stands_for_itself
"""


async def search_books(session, text):

    literal = text.replace("%", "\\%").replace("_", "\\_")
    found = select(Book.title).where(Book.title.like(f"%{literal}%", escape="\\")).order_by(Book.title)
    return list(await session.scalars(found))
