"""A name may be empty, or of any length.

Caught by: test_whoever_says_nothing_is_not_renamed

Stands in place.
"""


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[str, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> User:
    user.full_name = full_name
    return user
