"""Writes in a session of its own, beside the one in which the user was looked up: a second connection, and two
transactions.

Caught by: test_a_name_that_was_not_stored_is_no_200

Stands in place.
"""

@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> User:
    async with AsyncSession(session.bind, expire_on_commit=False) as own, own.begin():
        mine = await own.get_one(User, user.id)
        mine.full_name = full_name
    return mine
