"""It writes every email in small letters, so that two people are one.

Caught by: test_an_email_in_other_letters
"""


async def register(session, email, full_name, bio):
    try:
        async with session.begin_nested():
            user = User(email=email.lower(), full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError:
        if await session.scalar(select(User.id).where(User.email == email.lower())) is None:
            raise
        raise EmailTaken(email) from None
    return user.id
