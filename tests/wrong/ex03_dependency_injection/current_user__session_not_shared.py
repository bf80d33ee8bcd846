"""With `use_cache=False`, each function of a request gets a session of its own.

Caught by: test_one_session_in_one_request

Stands in place.
"""

from sqlalchemy import update

RequestSession = Annotated[AsyncSession, Depends(get_session, scope="function", use_cache=False)]


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> User:
    await session.execute(update(User).where(User.id == user.id).values(full_name=full_name))
    user.full_name = full_name
    return user
