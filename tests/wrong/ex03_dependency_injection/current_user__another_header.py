"""The header has another name.

Caught by: test_the_header_tells_who_it_is

Stands in place.
"""

async def current_user(session: RequestSession, user_email: Annotated[str | None, Header()] = None) -> User:
    user = await session.scalar(select(User).where(User.email == user_email))
    if user is None:
        raise HTTPException(401)
    return user
