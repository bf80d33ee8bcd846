"""The place is a context manager of its own, and the session is begun."""


from contextlib import asynccontextmanager


@asynccontextmanager
async def place(engine, waiting):
    if inside[engine.sync_engine] >= engine.pool.size() + waiting:
        raise Busy
    inside[engine.sync_engine] += 1
    try:
        yield
    finally:
        inside[engine.sync_engine] -= 1


async def shed(make_session, work, waiting):

    async with place(make_session.kw["bind"], waiting), make_session.begin() as session:
        return await work(session)
