"""Who finds no free connection is refused, although there is room to wait.

Caught by: test_who_finds_none_is_refused_at_once
"""


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    if inside[engine] >= engine.pool.size():
        raise Busy
    inside[engine] += 1
    try:
        async with make_session() as session:
            return await work(session)
    finally:
        inside[engine] -= 1
