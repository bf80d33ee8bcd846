"""The names get the numbers in the order in which they came.

Caught by: test_three_at_once
"""


async def dashboard(make_session):
    async def count(kind):
        async with make_session() as session:
            return await session.scalar(select(func.count()).select_from(kind))

    kinds = {"books": Book, "users": User, "orders": Order}
    tasks = [asyncio.create_task(count(kind)) for kind in kinds.values()]
    return dict(zip(kinds, [await each for each in asyncio.as_completed(tasks)], strict=True))
