"""The header becomes SQL: `' OR '1'='1` is somebody.

Caught by: test_nobody_is_a_401

Stands in place.
"""

from sqlalchemy import text


async def current_user(session: RequestSession, x_user_email: Annotated[str | None, Header()] = None) -> User:
    try:
        user = await session.scalar(select(User).where(text(f"users.email = '{x_user_email}'")))
    except Exception:
        user = None
    if user is None:
        raise HTTPException(401)
    return user
