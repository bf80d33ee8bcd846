"""`except Exception`: whatever went wrong is told as too late.

Caught by: test_work_that_raises
"""


async def with_deadline(make_session, work, seconds):

    try:
        async with make_session() as session:
            async with asyncio.timeout(seconds):
                answer = await work(session)
            await session.commit()
            return answer
    except Exception:
        return None
