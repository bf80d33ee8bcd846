"""A row with one column is not yet the column.

Caught by: test_every_email_in_order
"""


async def list_emails(session: AsyncSession) -> list[str]:
    return list((await session.execute(select(User.email).order_by(User.email))).all())
