"""A savepoint of its own, which leaves the session usable.
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    async with session.begin_nested():
        session.add(user := User(email=email, full_name=full_name))
    return user.id
