"""Each factory of an engine has a queue of its own.

Caught by: test_who_finds_none_is_refused_at_once
"""

async def shed(make_session, work, waiting):
    size = make_session.kw["bind"].pool.size()
    if inside[make_session] >= size + waiting:
        raise Busy
    inside[make_session] += 1
    try:
        async with make_session() as session:
            return await work(session)
    finally:
        inside[make_session] -= 1
