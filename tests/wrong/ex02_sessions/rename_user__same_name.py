"""Takes a user who has that name already for one who does not exist.

Caught by: test_the_new_name_is_there_for_everybody
"""

from sqlalchemy import update


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    rename = update(User).where(User.id == user_id, User.full_name != full_name).values(full_name=full_name)
    async with make_session.begin() as session:
        if not (await session.execute(rename)).rowcount:
            raise LookupError(user_id)
