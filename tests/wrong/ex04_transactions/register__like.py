"""It looks for the email with LIKE, where `_` and `%` stand for any letters.

Caught by: test_an_email_in_other_letters
"""


async def register(session, email, full_name, bio):
    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError:
        if await session.scalar(select(User.id).where(User.email.like(email))) is None:
            raise
        raise EmailTaken(email) from None
    return user.id
