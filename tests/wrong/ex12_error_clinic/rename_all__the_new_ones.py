"""Returns the addresses that were refused, not those that stay.

Caught by: test_those_that_are_refused
"""


async def rename_all(session, emails):

    refused = []
    for old, new in emails.items():
        try:
            await session.execute(update(User).where(User.email == old).values(email=new))
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.append(new)
    return refused
