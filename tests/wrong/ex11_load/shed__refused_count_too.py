"""Who is refused is counted, and gives a place back that was never theirs.

Caught by: test_a_place_is_free_again
"""


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    inside[engine] += 1
    if inside[engine] > engine.pool.size() + waiting:
        raise Busy
    try:
        async with make_session() as session:
            return await work(session)
    finally:
        inside[engine] -= 1
