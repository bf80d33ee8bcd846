"""The user is loaded in one session and changed when that is closed: no session watches any more.

Caught by: test_the_new_name_is_there_for_everybody
"""


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session() as session:
        user = await session.get(User, user_id)
    if user is None:
        raise LookupError(user_id)
    user.full_name = full_name
    async with make_session() as session:
        await session.commit()
