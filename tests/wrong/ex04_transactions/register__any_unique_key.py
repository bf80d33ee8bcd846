"""The code for "unique" says that some unique key was hit, not that it was the email.

Caught by: test_another_integrity_error
"""


async def register(session, email, full_name, bio):

    try:
        async with session.begin_nested():
            user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
            session.add(user)
    except IntegrityError as error:
        code = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "sqlite_errorname", None)
        if code in ("23505", "SQLITE_CONSTRAINT_UNIQUE"):
            raise EmailTaken(email) from None
        raise
    return user.id
