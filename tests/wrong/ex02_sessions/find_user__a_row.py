"""`first()` of an `execute()` is a row with a user in it, not the user.

Caught by: test_the_user_with_this_email
"""


async def find_user(session: AsyncSession, email: str) -> User | None:
    return (await session.execute(select(User).where(User.email == email))).first()
