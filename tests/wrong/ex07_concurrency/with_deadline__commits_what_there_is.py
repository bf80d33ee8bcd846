"""What was done before the deadline is to be committed, through a connection that the cancellation has ended.

Caught by: test_work_that_takes_too_long
"""


async def with_deadline(make_session, work, seconds):

    answer = None
    async with make_session() as session:
        deadline = asyncio.timeout(seconds)
        try:
            async with deadline:
                answer = await work(session)
        except TimeoutError:
            if not deadline.expired():
                raise
        await session.commit()
    return answer
