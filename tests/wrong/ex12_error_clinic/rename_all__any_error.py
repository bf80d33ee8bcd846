"""Every error is taken for a refused address.

Caught by: test_an_error_that_is_no_refusal
"""


async def rename_all(session, emails):

    users = {user.email: user for user in await session.scalars(select(User).where(User.email.in_(emails)))}
    refused = []
    for old, new in emails.items():
        try:
            users[old].email = new
            await session.commit()
        except exc.SQLAlchemyError:
            await session.rollback()
            refused.append(old)
    return refused
