"""Everybody of the same name is renamed.

Caught by: test_the_new_name_is_stored

Stands in place.
"""

from sqlalchemy import update


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> User:
    await session.execute(update(User).where(User.full_name == user.full_name).values(full_name=full_name))
    return user
