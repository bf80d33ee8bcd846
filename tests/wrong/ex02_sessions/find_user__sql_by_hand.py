"""The address is pasted into the SQL: a quote in it ends the text too early.

Caught by: test_the_address_is_taken_literally
"""

from sqlalchemy import text


async def find_user(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(text(f"users.email = '{email}'")))
