"""A profile that is refused leaves the caller with a session that cannot go on.

Caught by: test_the_session_can_go_on
"""


async def register(session, email, full_name, bio):
    user = User(email=email, full_name=full_name)
    try:
        async with session.begin_nested():
            session.add(user)
    except IntegrityError:
        if await session.scalar(select(User.id).where(User.email == email)) is None:
            raise
        raise EmailTaken(email) from None
    session.add(Profile(user_id=user.id, bio=bio))
    await session.flush()
    return user.id
