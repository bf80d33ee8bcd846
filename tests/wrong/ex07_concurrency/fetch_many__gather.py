"""When one fails, gather() tells the caller and leaves the others running.

Caught by: test_a_lookup_that_fails
"""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.Semaphore(at_once)

    async def look_up(book_id):
        async with semaphore, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    return await asyncio.gather(*[look_up(book_id) for book_id in ids])
