"""make_session.begin(), which commits when its block has ended."""


async def with_deadline(make_session, work, seconds):

    deadline = asyncio.timeout(seconds)
    async with make_session.begin() as session:
        try:
            async with deadline:
                answer = await work(session)
        except TimeoutError:
            if not deadline.expired():
                raise
            await session.rollback()
            answer = None
    return answer
