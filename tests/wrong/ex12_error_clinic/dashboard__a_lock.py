"""A lock around the shared session.

Caught by: test_three_at_once
"""


import asyncio


async def dashboard(make_session):

    lock = asyncio.Lock()
    kinds = {"books": Book, "users": User, "orders": Order}
    async with make_session() as session:

        async def count(kind):
            async with lock:
                return await session.scalar(select(func.count()).select_from(kind))

        return dict(zip(kinds, await asyncio.gather(*map(count, kinds.values()))))
