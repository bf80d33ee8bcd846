"""The semaphore stands inside the session: the connection is given back only after the next task was let in.

Caught by: test_as_many_as_allowed_and_no_more
"""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.Semaphore(at_once)

    async def look_up(book_id):
        async with make_session() as session, semaphore:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look_up(book_id)) for book_id in ids]
    return [task.result() for task in tasks]
