"""A header that is required is a 422 where it is missing.

Caught by: test_nobody_is_a_401

Stands in place.
"""

async def current_user(session: RequestSession, x_user_email: Annotated[str, Header()]) -> User:
    user = await session.scalar(select(User).where(User.email == x_user_email))
    if user is None:
        raise HTTPException(401)
    return user
