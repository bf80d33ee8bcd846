"""Whoever cancels the call is told None, as if it had been the deadline.

Caught by: test_the_caller_goes_away
"""


async def with_deadline(make_session, work, seconds):

    async with make_session() as session:
        task = asyncio.current_task()
        timer = asyncio.get_running_loop().call_later(seconds, task.cancel)
        try:
            answer = await work(session)
        except asyncio.CancelledError:
            return None
        finally:
            timer.cancel()
        await session.commit()
        return answer
