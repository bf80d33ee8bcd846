"""Takes the spaces off the name.

Caught by: test_address_and_name_are_stored
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    user = User(email=email, full_name=full_name.strip())
    session.add(user)
    await session.flush()
    return user.id
