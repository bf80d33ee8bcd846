"""The factory keeps its default: a commit expires whatever the session had loaded.

Caught by: test_a_user_can_be_read_after_commit
"""


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(engine)
