"""A semaphore of as many places as there are connections, and a count of who waits at it."""


turns = {}


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    turn = turns.setdefault(engine, asyncio.Semaphore(engine.pool.size()))
    if inside[engine] >= engine.pool.size() + waiting:
        raise Busy("no room")
    inside.update([engine])
    try:
        async with turn, make_session() as session:
            return await work(session)
    finally:
        inside.subtract([engine])
