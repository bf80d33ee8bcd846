"""Looks whether the address is taken, instead of asking the database.

Caught by: test_nothing_that_was_changed_is_lost
"""


async def rename_all(session, emails):
    taken = set(await session.scalars(select(User.email)))
    refused = []
    for old, new in emails.items():
        if new in taken:
            refused.append(old)
        else:
            await session.execute(update(User).where(User.email == old).values(email=new))
    await session.commit()
    return refused
