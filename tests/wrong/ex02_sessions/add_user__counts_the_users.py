"""The number of users is taken for the newest id.

Caught by: test_the_id_is_the_one_in_the_database
"""

from sqlalchemy import func


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    session.add(User(email=email, full_name=full_name))
    return await session.scalar(select(func.count()).select_from(User))
