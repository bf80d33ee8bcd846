"""The session has its connection when the tasks begin: no error, and they queue behind each other.

Caught by: test_three_at_once
"""


import asyncio


async def dashboard(make_session):

    kinds = {"books": Book, "users": User, "orders": Order}
    async with make_session() as session:
        await session.connection()
        queries = [session.scalar(select(func.count()).select_from(kind)) for kind in kinds.values()]
        return dict(zip(kinds, await asyncio.gather(*queries)))
