"""The ids are read first, and then one user after another.

Caught by: test_the_database_sorts
"""


async def list_emails(session: AsyncSession) -> list[str]:
    ids = (await session.scalars(select(User.id).order_by(User.email))).all()
    return [(await session.get(User, user_id)).email for user_id in ids]
