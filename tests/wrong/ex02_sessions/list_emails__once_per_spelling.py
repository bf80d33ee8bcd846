"""Groups by the lower-case email: of two spellings one is left.

Caught by: test_every_email_in_order
"""

from sqlalchemy import func


async def list_emails(session: AsyncSession) -> list[str]:
    email = func.min(User.email)
    return list(await session.scalars(select(email).group_by(func.lower(User.email)).order_by(email)))
