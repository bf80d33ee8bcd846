"""Every integrity error is told as a taken email.

Caught by: test_another_integrity_error
"""


async def register(session, email, full_name, bio):

    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError:
        raise EmailTaken(email) from None
    return user.id
