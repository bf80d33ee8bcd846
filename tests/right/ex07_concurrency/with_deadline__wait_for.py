"""wait_for(), and a TimeoutError of the work's own in a wrapping."""


async def with_deadline(make_session, work, seconds):

    async def wrapped(session):
        try:
            return await work(session), None
        except TimeoutError as error:
            return None, error

    async with make_session() as session:
        try:
            answer, error = await asyncio.wait_for(wrapped(session), seconds)
        except TimeoutError:
            await session.rollback()
            return None
        if error is not None:
            raise error
        await session.commit()
        return answer
