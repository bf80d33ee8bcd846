"""Connects at once, to be sure.

Caught by: test_nothing_is_connected_yet
"""


def connect(url):

    import threading

    there = make_url(url)
    there = there.set(drivername="sqlite+aiosqlite" if there.drivername == "sqlite" else "postgresql+asyncpg")
    if "sslmode" in there.query:
        there = there.difference_update_query(["sslmode"]).update_query_dict({"ssl": there.query["sslmode"]})

    async def look():
        engine = create_async_engine(there)
        try:
            async with engine.connect():
                pass
        except Exception:
            pass
        await engine.dispose()

    thread = threading.Thread(target=lambda: asyncio.run(look()))
    thread.start()
    thread.join()
    return create_async_engine(there)
