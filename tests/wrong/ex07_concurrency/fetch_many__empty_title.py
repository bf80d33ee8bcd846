"""A book whose title is empty is not "no such book".

Caught by: test_titles_in_the_order_of_the_ids
"""


async def fetch_many(make_session, ids, at_once):
    turn = asyncio.Semaphore(at_once)

    async def look(book_id):
        async with turn, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id)) or None

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look(book_id)) for book_id in ids]
    return [task.result() for task in tasks]
