"""The English words of one database are looked for in a text that quotes what the user wrote.

Caught by: test_another_integrity_error
"""


async def register(session, email, full_name, bio):

    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError as error:
        if "unique constraint" in str(error):
            raise EmailTaken(email) from None
        raise
    return user.id
