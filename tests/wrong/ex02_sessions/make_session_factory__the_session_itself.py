"""A session is returned where a factory was asked for.

Caught by: test_the_factory_makes_async_sessions, test_a_user_can_be_read_after_commit
"""


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return AsyncSession(engine, expire_on_commit=False)
