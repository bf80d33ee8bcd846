"""In the order in which the database gives the users.

Caught by: test_those_that_are_refused
"""


async def rename_all(session, emails):

    refused = []
    for old in list(await session.scalars(select(User.email).where(User.email.in_(emails)).order_by(User.id))):
        try:
            await session.execute(update(User).where(User.email == old).values(email=emails[old]))
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.append(old)
    return refused
