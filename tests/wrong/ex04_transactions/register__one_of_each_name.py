"""Somebody of the same name is taken for the same person.

Caught by: test_user_and_profile
"""


async def register(session, email, full_name, bio):
    if await session.scalar(select(User.id).where(User.full_name == full_name)):
        raise EmailTaken(email)
    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError:
        if await session.scalar(select(User.id).where(User.email == email)) is None:
            raise
        raise EmailTaken(email) from None
    return user.id
