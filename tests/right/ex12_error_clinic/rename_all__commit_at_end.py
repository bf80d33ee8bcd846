"""Savepoints, and one commit at the end."""


async def rename_all(session, emails):
    refused = []
    for old, new in emails.items():
        try:
            async with session.begin_nested():
                await session.execute(update(User).where(User.email == old).values(email=new))
        except exc.IntegrityError:
            refused.append(old)
    await session.commit()
    return refused
