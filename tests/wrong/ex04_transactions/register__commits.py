"""The function commits what belongs to its caller.

Caught by: test_the_caller_commits
"""


async def register(session, email, full_name, bio):

    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError:
        if await session.scalar(select(User.id).where(User.email == email)) is None:
            raise
        raise EmailTaken(email) from None
    await session.commit()
    return user.id
