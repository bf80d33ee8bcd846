"""Somebody of the same name is taken for the same person.

Caught by: test_address_and_name_are_stored
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    user = await session.scalar(select(User).where(User.full_name == full_name))
    if user is None:
        user = User(email=email, full_name=full_name)
        session.add(user)
        await session.flush()
    return user.id
