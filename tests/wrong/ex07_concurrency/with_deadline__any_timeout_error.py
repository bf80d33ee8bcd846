"""A TimeoutError of the work's own is taken for the deadline's.

Caught by: test_work_that_raises
"""


async def with_deadline(make_session, work, seconds):

    async with make_session() as session:
        try:
            answer = await asyncio.wait_for(work(session), seconds)
        except TimeoutError:
            return None
        await session.commit()
        return answer
