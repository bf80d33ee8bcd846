"""Sorts by the email in small letters.

Caught by: test_every_email_in_order
"""

from sqlalchemy import func


async def list_emails(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(User.email).order_by(func.lower(User.email))))
