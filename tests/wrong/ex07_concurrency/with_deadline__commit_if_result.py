"""A work that returns None (or 0) is committed as well.

Caught by: test_work_done_in_time
"""


async def with_deadline(make_session, work, seconds):
    async with make_session() as session:
        result = None
        try:
            async with asyncio.timeout(seconds) as deadline:
                result = await work(session)
        except TimeoutError:
            if not deadline.expired():
                raise
        if result is not None:
            await session.commit()
        return result
