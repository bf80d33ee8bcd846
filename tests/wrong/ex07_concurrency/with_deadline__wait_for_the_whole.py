"""The same with wait_for around session, work and COMMIT.

Caught by: test_a_commit_that_outlasts_the_deadline
"""


async def with_deadline(make_session, work, seconds):

    async def whole():
        async with make_session.begin() as session:
            return await work(session)

    task = asyncio.ensure_future(whole())
    done, _ = await asyncio.wait([task], timeout=seconds)
    if done:
        return task.result()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    return None
