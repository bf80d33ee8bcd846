"""Loads the next user in the alphabet, and then compares.

Caught by: test_the_database_does_the_looking
"""


async def find_user(session: AsyncSession, email: str) -> User | None:
    user = await session.scalar(select(User).where(User.email >= email).order_by(User.email).limit(1))
    return user if user is not None and user.email == email else None
