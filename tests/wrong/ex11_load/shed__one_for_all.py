"""One count for all engines.

Caught by: test_each_engine_has_a_queue_of_its_own
"""


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    if inside["calls"] >= engine.pool.size() + waiting:
        raise Busy
    inside["calls"] += 1
    try:
        async with make_session() as session:
            return await work(session)
    finally:
        inside["calls"] -= 1
