"""A count for each database: two engines on the same one share it.

Caught by: test_each_engine_has_a_queue_of_its_own
"""


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    if inside[engine.url] >= engine.pool.size() + waiting:
        raise Busy
    inside[engine.url] += 1
    try:
        async with make_session() as session:
            return await work(session)
    finally:
        inside[engine.url] -= 1
