"""`session.rollback()` throws away what the caller did before.

Caught by: test_the_session_can_go_on
"""


async def register(session, email, full_name, bio):

    user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        await session.rollback()
        if await session.scalar(select(User.id).where(User.email == email)) is None:
            raise
        raise EmailTaken(email) from None
    return user.id
