"""Connects at once, in a task that nobody waits for.

Caught by: test_nothing_is_connected_yet
"""


def connect(url):

    there = make_url(url)
    there = there.set(drivername="sqlite+aiosqlite" if there.drivername == "sqlite" else "postgresql+asyncpg")
    if "sslmode" in there.query:
        there = there.difference_update_query(["sslmode"]).update_query_dict({"ssl": there.query["sslmode"]})
    engine = create_async_engine(there)

    async def look():
        async with engine.connect():
            pass

    asyncio.get_running_loop().create_task(look())
    return engine
