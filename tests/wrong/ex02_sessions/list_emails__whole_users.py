"""Whole users are loaded for the sake of one column.

Caught by: test_one_column_is_read
"""


async def list_emails(session: AsyncSession) -> list[str]:
    return [user.email for user in await session.scalars(select(User).order_by(User.email))]
