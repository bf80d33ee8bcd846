"""The id is looked for, then the user is got by it."""


async def find_user(session: AsyncSession, email: str) -> User | None:
    user_id = await session.scalar(select(User.id).where(User.email == email))
    return await session.get(User, user_id) if user_id is not None else None
