"""The tasks that are inside, by engine."""


tasks = {}


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    those = tasks.setdefault(engine, set())
    if len(those) >= engine.pool.size() + waiting:
        raise Busy
    token = object()
    those.add(token)
    try:
        async with make_session() as session:
            return await work(session)
    finally:
        those.discard(token)
