"""The titles stand in the order in which they came.

Caught by: test_titles_in_the_order_of_the_ids
"""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.Semaphore(at_once)

    async def look_up(book_id):
        async with semaphore, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    tasks = [asyncio.create_task(look_up(book_id)) for book_id in ids]
    try:
        return [await each for each in asyncio.as_completed(tasks)]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
