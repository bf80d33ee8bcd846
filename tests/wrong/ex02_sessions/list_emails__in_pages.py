"""Sends a statement for every hundred users.

Caught by: test_the_database_sorts
"""


async def list_emails(session: AsyncSession) -> list[str]:
    emails: list[str] = []
    while True:
        page = select(User.email).order_by(User.email).offset(len(emails)).limit(100)
        found = (await session.scalars(page)).all()
        emails += found
        if len(found) < 100:
            return emails
