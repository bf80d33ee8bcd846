"""An UPDATE that meets no row is no error to the database, and nobody looks at its count.

Caught by: test_no_such_user_is_a_lookup_error
"""

from sqlalchemy import update


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session.begin() as session:
        await session.execute(update(User).where(User.id == user_id).values(full_name=full_name))
