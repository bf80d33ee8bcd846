"""The connection commits each statement by itself: nothing is left for the caller to decide.

Caught by: test_the_caller_commits
"""


async def register(session, email, full_name, bio):
    await session.connection(execution_options={"isolation_level": "AUTOCOMMIT"})
    user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise EmailTaken(email) from None
    return user.id
