"""The session is never closed.

Caught by: test_who_finds_room_is_served
"""


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    if inside[engine] >= engine.pool.size() + waiting:
        raise Busy
    inside[engine] += 1
    session = make_session()
    try:
        return await work(session)
    finally:
        inside[engine] -= 1
