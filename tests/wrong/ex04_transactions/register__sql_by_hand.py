"""The bio becomes SQL: a quote in it ends the text.

Caught by: test_user_and_profile
"""

from sqlalchemy import text


async def register(session, email, full_name, bio):
    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name)
            session.add(user)
            await session.flush()
            value = "NULL" if bio is None else f"'{bio}'"
            await session.execute(text(f"INSERT INTO profiles (user_id, bio) VALUES ({user.id}, {value})"))
    except IntegrityError:
        if await session.scalar(select(User.id).where(User.email == email)) is None:
            raise
        raise EmailTaken(email) from None
    return user.id
