"""The email is stored in small letters.

Caught by: test_address_and_name_are_stored
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    user = User(email=email.lower(), full_name=full_name)
    session.add(user)
    await session.flush()
    return user.id
