"""Nobody commits.

Caught by: test_work_done_in_time
"""


async def with_deadline(make_session, work, seconds):

    async with make_session() as session:
        deadline = asyncio.timeout(seconds)
        try:
            async with deadline:
                return await work(session)
        except TimeoutError:
            if not deadline.expired():
                raise
    return None
