"""One UPDATE that returns the id it met."""

from sqlalchemy import update


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session.begin() as session:
        statement = update(User).where(User.id == user_id).values(full_name=full_name).returning(User.id)
        if await session.scalar(statement) is None:
            raise LookupError(user_id)
