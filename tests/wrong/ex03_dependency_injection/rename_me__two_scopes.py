"""Two scopes of one dependency are two sessions in one request.

Caught by: test_a_name_that_was_not_stored_is_no_200

Stands in place.
"""

async def current_user(
    session: Annotated[AsyncSession, Depends(get_session)], x_user_email: Annotated[str | None, Header()] = None
) -> User:
    user = await session.scalar(select(User).where(User.email == x_user_email))
    if user is None:
        raise HTTPException(401)
    return user
