"""Through a session."""

from sqlalchemy.ext.asyncio import AsyncSession


async def count_books(engine):
    async with AsyncSession(engine) as session:
        return await session.scalar(select(func.count(Book.id)))
