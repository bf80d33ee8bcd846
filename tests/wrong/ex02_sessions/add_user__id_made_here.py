"""Counts the id up itself: the database's own counter does not know of it, and two at once take the same.

Caught by: test_the_id_is_the_one_in_the_database
"""

from sqlalchemy import func


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    user_id = (await session.scalar(select(func.max(User.id))) or 0) + 1
    session.add(User(id=user_id, email=email, full_name=full_name))
    await session.flush()
    return user_id
