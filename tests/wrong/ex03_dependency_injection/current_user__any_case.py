"""Whoever writes an email in other letters, large or small, is taken for its owner.

Caught by: test_nobody_is_a_401

Stands in place.
"""

from sqlalchemy import func


async def current_user(session: RequestSession, x_user_email: Annotated[str, Header()] = "") -> User:
    user = await session.scalar(select(User).where(func.lower(User.email) == x_user_email.lower()))
    if user is None:
        raise HTTPException(401)
    return user
