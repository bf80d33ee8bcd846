"""A SELECT before the INSERT: two who come at once both see nobody.

Caught by: test_two_registrations_at_once
"""


async def register(session, email, full_name, bio):

    if await session.scalar(select(User.id).where(User.email == email)):
        raise EmailTaken(email)
    user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
    session.add(user)
    await session.flush()
    return user.id
