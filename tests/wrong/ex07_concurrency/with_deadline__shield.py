"""The work is shielded from its own deadline, and goes on.

Caught by: test_work_that_takes_too_long
"""


async def with_deadline(make_session, work, seconds):

    async def whole():
        async with make_session.begin() as session:
            return await work(session)

    task = asyncio.ensure_future(whole())
    deadline = asyncio.timeout(seconds)
    try:
        async with deadline:
            return await asyncio.shield(task)
    except TimeoutError:
        if deadline.expired():
            return None
        raise
