"""A part of an email is enough to be its owner.

Caught by: test_nobody_is_a_401

Stands in place.
"""

async def current_user(session: RequestSession, x_user_email: Annotated[str | None, Header()] = None) -> User:
    if not x_user_email:
        raise HTTPException(401)
    user = (await session.scalars(select(User).where(User.email.contains(x_user_email, autoescape=True)))).first()
    if user is None:
        raise HTTPException(401)
    return user
