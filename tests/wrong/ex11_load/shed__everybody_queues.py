"""Nobody is refused: all queue at the pool.

Caught by: test_who_finds_none_is_refused_at_once
"""


async def shed(make_session, work, waiting):

    async with make_session() as session:
        return await work(session)
