"""`contains()` without autoescape: `%` and `_` are wildcards.

Caught by: test_wildcards_stand_for_themselves
"""


async def search_books(session, text):

    return list(await session.scalars(select(Book.title).where(Book.title.contains(text)).order_by(Book.title)))
