"""The handler has its name, and the next turn of the loop reads an expired attribute.

Caught by: test_those_that_are_refused
"""


async def rename_all(session, emails):

    users = {user.email: user for user in await session.scalars(select(User).where(User.email.in_(emails)))}
    refused = []
    for user in [users[old] for old in emails]:
        old = user.email
        try:
            user.email = emails[old]
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.append(old)
    return refused
