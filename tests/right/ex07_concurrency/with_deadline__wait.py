"""asyncio.wait() with a timeout, and a finally for whoever cancels the call."""


async def with_deadline(make_session, work, seconds):

    async with make_session() as session:
        task = asyncio.ensure_future(work(session))
        try:
            done, _ = await asyncio.wait([task], timeout=seconds)
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)
        if not done:
            return None
        answer = task.result()
        await session.commit()
    return answer
