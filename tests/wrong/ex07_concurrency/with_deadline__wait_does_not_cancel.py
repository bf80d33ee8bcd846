"""asyncio.wait() leaves the work running when the call itself is cancelled.

Caught by: test_the_caller_goes_away
"""


async def with_deadline(make_session, work, seconds):

    async with make_session() as session:
        task = asyncio.ensure_future(work(session))
        done, _ = await asyncio.wait([task], timeout=seconds)
        if not done:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
            return None
        await session.commit()
        return task.result()
