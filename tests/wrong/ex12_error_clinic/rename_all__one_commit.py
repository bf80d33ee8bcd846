"""One commit at the end, and a rollback in between that takes everything back.

Caught by: test_nothing_that_was_changed_is_lost
"""


async def rename_all(session, emails):

    refused = []
    for old, new in emails.items():
        try:
            await session.execute(update(User).where(User.email == old).values(email=new))
        except exc.IntegrityError:
            await session.rollback()
            refused.append(old)
    await session.commit()
    return refused
