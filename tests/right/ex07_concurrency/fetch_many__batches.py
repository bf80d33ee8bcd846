"""One batch after another."""


async def fetch_many(make_session, ids, at_once):

    async def look_up(book_id):
        async with make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    titles = []
    for start in range(0, len(ids), at_once):
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(look_up(book_id)) for book_id in ids[start : start + at_once]]
        titles.extend(task.result() for task in tasks)
    return titles
