"""The time is measured and not limited.

Caught by: test_work_that_takes_too_long
"""


async def with_deadline(make_session, work, seconds):

    began = asyncio.get_running_loop().time()
    async with make_session() as session:
        answer = await work(session)
        if asyncio.get_running_loop().time() - began > 60:
            return None
        await session.commit()
        return answer
