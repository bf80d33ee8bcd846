"""Who finds no connection within a second is refused: by then they have waited for it.

Caught by: test_who_finds_none_is_refused_at_once
"""


turns = {}


async def shed(make_session, work, waiting):

    engine = make_session.kw["bind"]
    turn = turns.setdefault(engine, asyncio.Semaphore(engine.pool.size() + waiting))
    try:
        await asyncio.wait_for(turn.acquire(), 1.0)
    except TimeoutError:
        raise Busy from None
    try:
        async with make_session() as session:
            return await work(session)
    finally:
        turn.release()
