"""An id that does not exist is left out.

Caught by: test_titles_in_the_order_of_the_ids
"""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.Semaphore(at_once)

    async def look_up(book_id):
        async with semaphore, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look_up(book_id)) for book_id in ids]
    return [task.result() for task in tasks if task.result() is not None]
