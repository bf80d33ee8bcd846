"""The first of the scalars, or None."""


async def find_user(session: AsyncSession, email: str) -> User | None:
    return (await session.scalars(select(User).where(User.email == email).limit(1))).first()
