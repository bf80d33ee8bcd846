"""timeout_at(), and the exception's place tells whose it is."""


async def with_deadline(make_session, work, seconds):

    session = make_session()
    try:
        finished = False
        try:
            async with asyncio.timeout_at(asyncio.get_running_loop().time() + seconds):
                try:
                    answer = await work(session)
                except TimeoutError:
                    finished = True
                    raise
        except TimeoutError:
            if finished:
                raise
            return None
        await session.commit()
        return answer
    finally:
        await session.close()
