"""Empties the session after a taken email, with all that the caller has loaded: what they change next is not stored.

Caught by: test_the_session_can_go_on
"""

async def register(session: AsyncSession, email: str, full_name: str, bio: str) -> int:
    user = User(email=email, full_name=full_name)
    try:
        async with session.begin_nested():
            session.add(user)
            await session.flush()
            session.add(Profile(user_id=user.id, bio=bio))
    except IntegrityError:
        session.expunge_all()
        if await session.scalar(select(User.id).where(User.email == email)) is None:
            raise
        raise EmailTaken(email) from None
    return user.id
