"""0, "" and [] are results, not None.

Caught by: test_work_done_in_time
"""


async def with_deadline(make_session, work, seconds):
    async with make_session() as session:
        try:
            async with asyncio.timeout(seconds) as deadline:
                result = await work(session)
        except TimeoutError:
            if deadline.expired():
                return None
            raise
        await session.commit()
        return result or None
