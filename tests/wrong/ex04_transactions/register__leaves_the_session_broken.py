"""EmailTaken is raised, and the session is left in the state of its failed flush.

Caught by: test_the_session_can_go_on
"""


async def register(session, email, full_name, bio):

    user = User(email=email, full_name=full_name, profile=Profile(bio=bio))
    session.add(user)
    try:
        await session.flush()
    except IntegrityError as error:
        origin = getattr(error.orig, "__cause__", None)
        if getattr(origin, "constraint_name", None) == "users_email_key" or error.orig.args[0].endswith(
            ": users.email"
        ):
            raise EmailTaken(email) from None
        raise
    return user.id
