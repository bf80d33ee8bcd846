"""`sessionmaker` makes the synchronous Session unless it is told otherwise.

Caught by: test_the_factory_makes_async_sessions
"""

from sqlalchemy.orm import sessionmaker


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return sessionmaker(engine, expire_on_commit=False)
