"""The empty name is ignored.

Caught by: test_the_new_name_is_there_for_everybody
"""

async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session.begin() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(f"no user {user_id}")
        user.full_name = full_name or user.full_name
