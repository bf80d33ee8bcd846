"""Savepoints, and no commit after them.

Caught by: test_nothing_that_was_changed_is_lost
"""


async def rename_all(session, emails):

    refused = []
    for old, new in emails.items():
        try:
            async with session.begin_nested():
                await session.execute(update(User).where(User.email == old).values(email=new))
        except exc.IntegrityError:
            refused.append(old)
    return refused
