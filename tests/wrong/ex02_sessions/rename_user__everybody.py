"""An UPDATE without WHERE renames every user.

Caught by: test_the_new_name_is_there_for_everybody
"""

from sqlalchemy import update


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session.begin() as session:
        if await session.get(User, user_id) is None:
            raise LookupError(user_id)
        await session.execute(update(User).values(full_name=full_name))
