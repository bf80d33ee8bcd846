"""In the order they come, each with its place."""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.Semaphore(at_once)

    async def look_up(place, book_id):
        async with semaphore, make_session() as session:
            return place, await session.scalar(select(Book.title).where(Book.id == book_id))

    titles = [None] * len(ids)
    tasks = [asyncio.create_task(look_up(place, book_id)) for place, book_id in enumerate(ids)]
    try:
        for each in asyncio.as_completed(tasks):
            place, title = await each
            titles[place] = title
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    return titles
