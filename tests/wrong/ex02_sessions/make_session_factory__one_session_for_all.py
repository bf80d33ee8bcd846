"""One session is made once, and every caller gets the same.

Caught by: test_every_call_makes_a_session_of_its_own
"""


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    session = AsyncSession(engine, expire_on_commit=False)
    return lambda: session
