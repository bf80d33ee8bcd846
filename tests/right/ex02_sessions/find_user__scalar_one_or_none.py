"""`execute()` and its result."""


async def find_user(session: AsyncSession, email: str) -> User | None:
    return (await session.execute(select(User).filter_by(email=email))).scalar_one_or_none()
