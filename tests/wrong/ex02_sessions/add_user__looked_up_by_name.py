"""Looks the id up by the name, and there may be a namesake.

Caught by: test_the_id_is_the_one_in_the_database
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    session.add(User(email=email, full_name=full_name))
    await session.flush()
    return await session.scalar(select(User.id).where(User.full_name == full_name).order_by(User.id))
