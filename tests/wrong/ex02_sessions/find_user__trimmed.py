"""Takes the spaces off what was typed, and finds somebody who has another address.

Caught by: test_nobody_is_none
"""


async def find_user(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(User.email == email.strip()))
