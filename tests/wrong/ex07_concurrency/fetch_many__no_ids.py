"""Without ids, it asks for the first all the same.

Caught by: test_few_ids_or_none
"""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.Semaphore(at_once)

    async def look_up(book_id):
        async with semaphore, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    first = await look_up(ids[0])
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look_up(book_id)) for book_id in ids[1:]]
    return [first, *(task.result() for task in tasks)]
