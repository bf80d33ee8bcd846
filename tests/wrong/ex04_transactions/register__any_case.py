"""It looks for the email without regard to capital letters: any error of a neighbour is EmailTaken.

Caught by: test_an_email_in_other_letters
"""

from sqlalchemy import func


async def register(session, email, full_name, bio):
    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError:
        if await session.scalar(select(User.id).where(func.lower(User.email) == email.lower())) is None:
            raise
        raise EmailTaken(email) from None
    return user.id
