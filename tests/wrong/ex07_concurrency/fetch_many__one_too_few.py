"""One fewer at the same time than allowed.

Caught by: test_as_many_as_allowed_and_no_more
"""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.Semaphore(max(1, at_once - 1))

    async def look_up(book_id):
        async with semaphore, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look_up(book_id)) for book_id in ids]
    return [task.result() for task in tasks]
