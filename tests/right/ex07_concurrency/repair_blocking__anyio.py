"""anyio's threads, and a TaskGroup."""

from anyio import to_thread


async def repair_blocking(make_session, isbns, price_of):

    async with asyncio.TaskGroup() as group:
        tasks = {isbn: group.create_task(to_thread.run_sync(price_of, isbn)) for isbn in isbns}
    changed = 0
    async with make_session.begin() as session:
        for isbn, task in tasks.items():
            changed += (await session.execute(update(Book).filter_by(isbn=isbn).values(price=task.result()))).rowcount
    return changed
