"""The work is cancelled and not awaited: its connection is still out.

Caught by: test_work_that_takes_too_long
"""


async def with_deadline(make_session, work, seconds):

    async def whole():
        async with make_session() as session:
            answer = await work(session)
            await session.commit()
            return answer

    task = asyncio.ensure_future(whole())
    done, _ = await asyncio.wait([task], timeout=seconds)
    if done:
        return task.result()
    task.cancel()
    return None
