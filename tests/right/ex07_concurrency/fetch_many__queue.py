"""A queue, and a None in it for each worker to end with."""


async def fetch_many(make_session, ids, at_once):

    queue = asyncio.Queue()
    for item in [*enumerate(ids), *[None] * at_once]:
        queue.put_nowait(item)
    titles = {}

    async def worker():
        while (item := await queue.get()) is not None:
            async with make_session.begin() as session:
                found = await session.execute(select(Book.title).where(Book.id == item[1]))
                titles[item[0]] = found.scalar_one_or_none()

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(worker())
    return [titles[place] for place in range(len(ids))]
