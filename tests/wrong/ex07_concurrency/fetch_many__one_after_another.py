"""One after another: nothing is ever under way at the same time.

Caught by: test_as_many_as_allowed_and_no_more
"""


async def fetch_many(make_session, ids, at_once):

    async def look_up(book_id):
        async with make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    return [await look_up(book_id) for book_id in ids]
