"""The user is kept from one request to the next: the second name is told, and stored nowhere.

Caught by: test_renamed_twice

Stands in place.
"""


known: dict[int, User] = {}


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> User:
    user = known.setdefault(user.id, user)
    user.full_name = full_name
    return user
