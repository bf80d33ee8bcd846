"""Keeps the session from flushing: whom the caller has just added or renamed is not found as they are.

Caught by: test_the_database_does_the_looking
"""

async def find_user(session: AsyncSession, email: str) -> User | None:
    with session.no_autoflush:
        return await session.scalar(select(User).where(User.email == email))
