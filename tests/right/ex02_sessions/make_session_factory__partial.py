"""Any function that makes a session is a factory."""

from functools import partial


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return partial(AsyncSession, engine, expire_on_commit=False)
