"""A savepoint is not a commit."""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    async with session.begin_nested():
        user = User(email=email, full_name=full_name)
        session.add(user)
    return user.id
