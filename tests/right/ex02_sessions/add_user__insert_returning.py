"""A Core INSERT that returns the id."""

from sqlalchemy import insert


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    return await session.scalar(insert(User).values(email=email, full_name=full_name).returning(User.id))
