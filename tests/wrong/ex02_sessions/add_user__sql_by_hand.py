"""The name becomes SQL: a quote in it ends the text.

Caught by: test_address_and_name_are_stored
"""

from sqlalchemy import text


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    insert = text(f"INSERT INTO users (email, full_name) VALUES (:email, '{full_name}') RETURNING id")
    return await session.scalar(insert, {"email": email})
