"""Whatever goes wrong is called Busy.

Caught by: test_who_finds_room_is_served
"""


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    if inside[engine] >= engine.pool.size() + waiting:
        raise Busy
    inside[engine] += 1
    try:
        async with make_session() as session:
            return await work(session)
    except Exception:
        raise Busy from None
    finally:
        inside[engine] -= 1
