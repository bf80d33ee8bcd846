"""Makes a user with the same values, who belongs to no session: changing them stores nothing.

Caught by: test_the_database_does_the_looking
"""

async def find_user(session: AsyncSession, email: str) -> User | None:
    found = select(User.id, User.email, User.full_name).where(User.email == email)
    row = (await session.execute(found)).one_or_none()
    return None if row is None else User(**row._mapping)
