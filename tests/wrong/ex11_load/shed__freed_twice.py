"""After an error the place is freed twice, and then one more than there is room for gets in.

Caught by: test_a_place_is_free_again
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
    except Exception:
        inside[engine] -= 1
        raise
    finally:
        inside[engine] -= 1
