"""The name that the user has already is answered with 409.

Caught by: test_renamed_twice

Stands in place.
"""

@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> User:
    if user.full_name == full_name:
        raise HTTPException(409, "that is your name already")
    user.full_name = full_name
    await session.commit()
    return user
