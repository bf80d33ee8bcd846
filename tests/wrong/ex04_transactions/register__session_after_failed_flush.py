"""After the failed flush the session is used again without a rollback.

Caught by: test_an_email_that_is_taken, test_the_session_can_go_on
"""


async def register(session, email, full_name, bio):

    user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        if await session.scalar(select(User.id).where(User.email == email)) is None:
            raise
        raise EmailTaken(email) from None
    return user.id
