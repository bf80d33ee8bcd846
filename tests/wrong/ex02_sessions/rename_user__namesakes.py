"""Everybody of the same name is renamed.

Caught by: test_the_new_name_is_there_for_everybody
"""

from sqlalchemy import update


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session.begin() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(user_id)
        await session.execute(update(User).where(User.full_name == user.full_name).values(full_name=full_name))
