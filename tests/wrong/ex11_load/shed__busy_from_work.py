"""A TimeoutError of `work` is taken for one of the pool: the caller hears that there is no room.

Caught by: test_who_finds_room_is_served
"""


async def shed(
    make_session: async_sessionmaker[AsyncSession], work: Callable[[AsyncSession], Awaitable[T]], waiting: int
) -> T:
    engine = make_session.kw["bind"]
    if inside[engine] >= engine.pool.size() + waiting:
        raise Busy
    inside[engine] += 1
    try:
        async with make_session() as session:
            return await work(session)
    except TimeoutError:
        raise Busy from None
    finally:
        inside[engine] -= 1
