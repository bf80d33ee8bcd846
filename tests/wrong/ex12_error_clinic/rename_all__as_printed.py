"""The handler reads an attribute that the rollback has expired.

Caught by: test_those_that_are_refused, test_nothing_that_was_changed_is_lost
"""


async def rename_all(session: AsyncSession, emails: dict[str, str]) -> list[str]:
    users = {user.email: user for user in await session.scalars(select(User).where(User.email.in_(emails)))}
    refused = []
    for user in [users[old] for old in emails]:
        try:
            user.email = emails[user.email]
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.append(user.email)
    return refused
