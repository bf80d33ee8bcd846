"""`merge()` of a user who does not exist is an INSERT.

Caught by: test_no_such_user_is_a_lookup_error
"""


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session.begin() as session:
        await session.merge(User(id=user_id, full_name=full_name))
