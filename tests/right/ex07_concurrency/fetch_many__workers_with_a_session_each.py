"""Each worker keeps one session for all its ids."""


async def fetch_many(make_session, ids, at_once):

    titles = {}
    work = iter(set(ids))

    async def worker():
        async with make_session() as session:
            for book_id in work:
                book = await session.get(Book, book_id)
                titles[book_id] = book and book.title

    async with asyncio.TaskGroup() as group:
        for _ in range(min(at_once, len(ids))):
            group.create_task(worker())
    return [titles[book_id] for book_id in ids]
