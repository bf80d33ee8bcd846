"""Each task appends its title when it has it.

Caught by: test_titles_in_the_order_of_the_ids
"""


async def fetch_many(make_session, ids, at_once):

    semaphore = asyncio.Semaphore(at_once)
    titles = []

    async def look_up(book_id):
        async with semaphore, make_session() as session:
            titles.append(await session.scalar(select(Book.title).where(Book.id == book_id)))

    async with asyncio.TaskGroup() as group:
        for book_id in ids:
            group.create_task(look_up(book_id))
    return titles
