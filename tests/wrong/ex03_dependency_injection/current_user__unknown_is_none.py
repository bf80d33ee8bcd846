"""Somebody unknown comes through as None.

Caught by: test_nobody_is_a_401

Stands in place.
"""

async def current_user(session: RequestSession, x_user_email: Annotated[str | None, Header()] = None) -> User:
    if x_user_email is None:
        raise HTTPException(401)
    return await session.scalar(select(User).where(User.email == x_user_email))
