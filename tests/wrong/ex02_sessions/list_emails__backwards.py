"""The order is descending.

Caught by: test_every_email_in_order
"""


async def list_emails(session: AsyncSession) -> list[str]:
    return list(await session.scalars(select(User.email).order_by(User.email.desc())))
