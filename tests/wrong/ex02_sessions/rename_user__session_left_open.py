"""The session is made but never closed: its connection does not come back.

Caught by: test_no_such_user_is_a_lookup_error
"""


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    session = make_session()
    user = await session.get(User, user_id)
    if user is None:
        raise LookupError(user_id)
    user.full_name = full_name
    await session.commit()
