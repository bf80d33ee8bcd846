"""SQL by hand."""

from sqlalchemy import text


async def list_emails(session: AsyncSession) -> list[str]:
    return (await session.scalars(text("select email from users order by email"))).all()
