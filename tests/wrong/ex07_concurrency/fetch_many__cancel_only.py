"""After a failure the others are told to stop, but nobody waits until they have.

Caught by: test_a_lookup_that_fails
"""


async def fetch_many(make_session, ids, at_once):
    turn = asyncio.Semaphore(at_once)

    async def look(book_id):
        async with turn, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    tasks = [asyncio.create_task(look(book_id)) for book_id in ids]
    try:
        return list(await asyncio.gather(*tasks))
    except BaseException:
        for task in tasks:
            task.cancel()
        raise
