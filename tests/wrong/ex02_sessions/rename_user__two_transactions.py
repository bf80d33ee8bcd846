"""The session commits after looking and again after writing.

Caught by: test_one_session_and_one_transaction
"""


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session() as session:
        user = await session.get(User, user_id)
        await session.commit()
        if user is None:
            raise LookupError(user_id)
        user.full_name = full_name
        await session.commit()
