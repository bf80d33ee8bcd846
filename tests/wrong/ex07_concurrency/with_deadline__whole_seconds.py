"""The deadline is cut off to whole seconds: less than one is none at all.

Caught by: test_work_done_in_time
"""


async def with_deadline(
    make_session: async_sessionmaker[AsyncSession], work: Callable[[AsyncSession], Awaitable[T]], seconds: float
) -> T | None:
    async with make_session() as session:
        try:
            async with asyncio.timeout(int(seconds)) as deadline:
                result = await work(session)
        except TimeoutError:
            if deadline.expired():
                return None
            raise
        await session.commit()
        return result
