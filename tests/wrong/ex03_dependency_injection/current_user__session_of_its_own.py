"""The dependency opens a second session: the endpoint changes a user whom its own session does not know.

Caught by: test_one_session_in_one_request, test_the_new_name_is_stored

Stands in place.
"""

async def current_user(request: Request, x_user_email: Annotated[str | None, Header()] = None) -> User:
    async with request.app.state.make_session() as session:
        user = await session.scalar(select(User).where(User.email == x_user_email))
    if user is None:
        raise HTTPException(401)
    return user
