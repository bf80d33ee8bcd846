"""A Core INSERT whose result knows the key."""

from sqlalchemy import insert


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    result = await session.execute(insert(User).values(email=email, full_name=full_name))
    return result.inserted_primary_key[0]
