"""SQL by hand, the address bound as a parameter."""

from sqlalchemy import text


async def find_user(session: AsyncSession, email: str) -> User | None:
    statement = text("SELECT id, email, full_name FROM users WHERE email = :email")
    return await session.scalar(select(User).from_statement(statement), {"email": email})
