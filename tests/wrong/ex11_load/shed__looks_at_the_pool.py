"""Looks how many connections are out: when all come at once, none is out yet.

Caught by: test_who_finds_none_is_refused_at_once
"""


async def shed(make_session, work, waiting):

    pool = make_session.kw["bind"].pool
    if pool.checkedout() >= pool.size() + waiting:
        raise Busy
    async with make_session() as session:
        return await work(session)
