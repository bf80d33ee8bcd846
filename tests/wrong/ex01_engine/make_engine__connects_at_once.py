"""Connects in a thread, to send the PRAGMA.

Caught by: test_nothing_is_connected_at_first
"""

import asyncio
import threading


def make_engine(url, pool_size=5):
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, pool_pre_ping=True)
    failed = []

    async def connect():
        try:
            async with engine.connect():
                pass
            await engine.dispose()
        except Exception as problem:
            failed.append(problem)

    thread = threading.Thread(target=asyncio.run, args=[connect()])
    thread.start()
    thread.join()
    if failed:
        raise failed[0]
    if engine.dialect.name == "sqlite":

        @event.listens_for(engine.sync_engine, "connect")
        def enforce_foreign_keys(dbapi_connection, record):
            cursor = dbapi_connection.cursor()
            cursor.execute("PRAGMA foreign_keys = ON")
            cursor.close()

    return engine
