"""Python sorts what the database could have sorted.

Caught by: test_the_database_sorts
"""


async def list_emails(session: AsyncSession) -> list[str]:
    return sorted(await session.scalars(select(User.email)))
