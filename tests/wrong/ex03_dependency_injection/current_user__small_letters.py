"""It looks for the email in small letters, and stored are others.

Caught by: test_the_header_tells_who_it_is

Stands in place.
"""


async def current_user(session: RequestSession, x_user_email: Annotated[str | None, Header()] = None) -> User:
    user = await session.scalar(select(User).where(User.email == (x_user_email or "").lower()))
    if user is None:
        raise HTTPException(401)
    return user
