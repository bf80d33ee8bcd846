"""0 seconds are no time at all; here they are all the time of the world.

Caught by: test_work_that_takes_too_long
"""


async def with_deadline(make_session, work, seconds):
    async with make_session() as session:
        try:
            async with asyncio.timeout(seconds or None) as deadline:
                result = await work(session)
        except TimeoutError:
            if deadline.expired():
                return None
            raise
        await session.commit()
        return result
