"""The factory was never told which engine its sessions belong to.

Caught by: test_a_user_can_be_read_after_commit
"""


def make_session_factory(engine: AsyncEngine) -> async_sessionmaker[AsyncSession]:
    return async_sessionmaker(expire_on_commit=False)
