"""The semaphore of the first call is that of all calls.

Caught by: test_as_many_as_allowed_and_no_more
"""


_turn = None


async def fetch_many(make_session, ids, at_once):
    global _turn
    _turn = _turn or asyncio.Semaphore(at_once)

    async def look(book_id):
        async with _turn, make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(look(book_id)) for book_id in ids]
    return [task.result() for task in tasks]
