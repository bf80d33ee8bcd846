"""A semaphore for the room itself: who finds it locked is refused."""


rooms = {}


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    room = rooms.setdefault(engine, asyncio.Semaphore(engine.pool.size() + waiting))
    if room.locked():
        raise Busy
    async with room, make_session() as session:
        return await work(session)
