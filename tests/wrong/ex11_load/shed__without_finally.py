"""Who fails keeps the place for ever.

Caught by: test_a_place_is_free_again
"""


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    if inside[engine] >= engine.pool.size() + waiting:
        raise Busy
    inside[engine] += 1
    async with make_session() as session:
        answer = await work(session)
    inside[engine] -= 1
    return answer
