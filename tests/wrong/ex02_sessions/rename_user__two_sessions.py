"""One session looks, another one writes: two connections, and anything may happen in between.

Caught by: test_one_session_and_one_transaction
"""

from sqlalchemy import update


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session() as session:
        if await session.get(User, user_id) is None:
            raise LookupError(user_id)
    async with make_session.begin() as session:
        await session.execute(update(User).where(User.id == user_id).values(full_name=full_name))
