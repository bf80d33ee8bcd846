"""When it takes too long nobody closes the session, and its connection stays out.

Caught by: test_work_that_takes_too_long
"""


async def with_deadline(
    make_session: async_sessionmaker[AsyncSession], work: Callable[[AsyncSession], Awaitable[T]], seconds: float
) -> T | None:
    session = make_session()
    try:
        async with asyncio.timeout(seconds) as deadline:
            result = await work(session)
    except TimeoutError:
        if deadline.expired():
            return None
        await session.close()
        raise
    except BaseException:
        await session.close()
        raise
    try:
        await session.commit()
    finally:
        await session.close()
    return result
