"""After the deadline nobody looks after the work any more.

Caught by: test_work_that_takes_too_long
"""


async def with_deadline(make_session, work, seconds):

    async def whole():
        async with make_session.begin() as session:
            return await work(session)

    done, _ = await asyncio.wait([asyncio.ensure_future(whole())], timeout=seconds)
    return done.pop().result() if done else None
