"""The name is changed and the session closed: closing rolls back.

Caught by: test_the_new_name_is_there_for_everybody
"""


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(user_id)
        user.full_name = full_name
        await session.flush()
