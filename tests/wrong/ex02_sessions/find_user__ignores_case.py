"""Addresses are compared in lower case, and two users may differ in that alone.

Caught by: test_the_address_is_taken_literally
"""

from sqlalchemy import func


async def find_user(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(func.lower(User.email) == email.lower()).order_by(User.id).limit(1))
