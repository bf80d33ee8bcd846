"""Takes a user without a name for one who does not exist.

Caught by: test_the_new_name_is_there_for_everybody
"""


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session.begin() as session:
        if not await session.scalar(select(User.full_name).where(User.id == user_id)):
            raise LookupError(user_id)
        user = await session.get(User, user_id)
        user.full_name = full_name
