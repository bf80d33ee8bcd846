"""Asks for each user anew, so that nothing read is ever expired."""


async def rename_all(session, emails):

    refused = []
    for old, new in emails.items():
        user = await session.scalar(select(User).where(User.email == old))
        user.email = new
        try:
            await session.commit()
        except exc.IntegrityError:
            await session.rollback()
            refused.append(old)
    return refused
