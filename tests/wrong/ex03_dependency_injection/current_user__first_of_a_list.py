"""Takes what stands before the first comma, so `"a,b"@example.org` is not found and `ana@example.org,x` is Ana.

Caught by: test_nobody_is_a_401

Stands in place.
"""

async def current_user(session: RequestSession, x_user_email: Annotated[str | None, Header()] = None) -> User:
    user = None
    if x_user_email is not None:
        user = await session.scalar(select(User).where(User.email == x_user_email.split(",")[0]))
    if user is None:
        raise HTTPException(401, "say who you are")
    return user
