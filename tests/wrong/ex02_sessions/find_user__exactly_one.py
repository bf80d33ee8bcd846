"""`scalar_one()` insists on a row: nobody found is an error.

Caught by: test_nobody_is_none
"""


async def find_user(session: AsyncSession, email: str) -> User | None:
    return (await session.execute(select(User).where(User.email == email))).scalar_one()
