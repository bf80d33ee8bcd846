"""The first of a list is taken, which is an IndexError when nobody was found.

Caught by: test_nobody_is_none
"""


async def find_user(session: AsyncSession, email: str) -> User | None:
    return (await session.execute(select(User).where(User.email == email))).scalars().all()[0]
