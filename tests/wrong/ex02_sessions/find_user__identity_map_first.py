"""Looks among the session's objects first, and finds one whose email somebody has changed since.

Caught by: test_the_database_does_the_looking
"""


async def find_user(session: AsyncSession, email: str) -> User | None:
    for held in session.identity_map.values():
        if isinstance(held, User) and held.email == email:
            return held
    return await session.scalar(select(User).where(User.email == email))
