"""Batches by gather(), which waits for all of a batch before it raises."""


async def fetch_many(make_session, ids, at_once):

    async def look_up(book_id):
        async with make_session() as session:
            return await session.scalar(select(Book.title).where(Book.id == book_id))

    titles = []
    for start in range(0, len(ids), at_once):
        tasks = [asyncio.ensure_future(look_up(book_id)) for book_id in ids[start : start + at_once]]
        try:
            titles += await asyncio.gather(*tasks)
        except BaseException:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            raise
    return titles
