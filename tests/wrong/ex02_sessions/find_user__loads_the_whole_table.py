"""Every user is loaded, and Python looks for the address.

Caught by: test_the_database_does_the_looking
"""


async def find_user(session: AsyncSession, email: str) -> User | None:
    users = (await session.scalars(select(User))).all()
    return next((user for user in users if user.email == email), None)
