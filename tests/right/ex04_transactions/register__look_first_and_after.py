"""A friendly look first, and the savepoint for those who come at once."""


async def register(session, email, full_name, bio):

    taken = select(User.id).where(User.email == email)
    if await session.scalar(taken):
        raise EmailTaken(email)
    user = User(email=email, full_name=full_name)
    user.profile = Profile(bio=bio)
    try:
        async with session.begin_nested():
            session.add(user)
            await session.flush()
    except IntegrityError:
        if (await session.execute(taken)).first():
            raise EmailTaken(email) from None
        raise
    return user.id
