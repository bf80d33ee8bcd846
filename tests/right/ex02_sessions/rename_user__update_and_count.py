"""One UPDATE, and a look at the number of rows it met."""

from sqlalchemy import update


async def rename_user(make_session: async_sessionmaker[AsyncSession], user_id: int, full_name: str) -> None:
    async with make_session() as session:
        result = await session.execute(update(User).where(User.id == user_id).values(full_name=full_name))
        if result.rowcount == 0:
            raise LookupError(user_id)
        await session.commit()
