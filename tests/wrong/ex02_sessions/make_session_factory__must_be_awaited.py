"""The factory is taken for something to be awaited, as some articles say.

Caught by: test_the_factory_makes_async_sessions
"""


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    async def make_session():
        return AsyncSession(engine, expire_on_commit=False)

    return make_session
