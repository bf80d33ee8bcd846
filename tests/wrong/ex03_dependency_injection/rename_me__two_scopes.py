"""Two scopes of one dependency are two sessions in one request.

Caught by: test_one_session_in_one_request, test_the_new_name_is_stored

Stands in place.
"""

async def current_user(
    session: Annotated[AsyncSession, Depends(get_session)], x_user_email: Annotated[str | None, Header()] = None
) -> User:
    user = await session.scalar(select(User).where(User.email == x_user_email))
    if user is None:
        raise HTTPException(401)
    return user
