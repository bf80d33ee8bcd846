"""Workers that take the next id from one iterator."""


async def fetch_many(make_session, ids, at_once):

    titles = [None] * len(ids)
    work = iter(enumerate(ids))

    async def worker():
        for place, book_id in work:
            async with make_session() as session:
                titles[place] = await session.scalar(select(Book.title).where(Book.id == book_id))

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(worker())
    return titles
