"""Session and transaction written out, the row locked where the database can."""


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session() as session, session.begin():
        user = await session.get(User, user_id, with_for_update=True)
        if user is None:
            raise KeyError(user_id)
        user.full_name = full_name
