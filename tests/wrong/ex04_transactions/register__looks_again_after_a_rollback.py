"""It looks first, and one who comes a moment later costs the caller all earlier work.

Caught by: test_the_session_can_go_on
"""


async def register(session, email, full_name, bio):
    taken = select(User.id).where(User.email == email)
    if await session.scalar(taken):
        raise EmailTaken(email)
    user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        await session.rollback()
        if await session.scalar(taken):
            raise EmailTaken(email)
        raise
    return user.id
