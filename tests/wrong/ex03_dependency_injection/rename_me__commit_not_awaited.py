"""`commit()` without `await` commits nothing.

Caught by: test_the_new_name_is_stored, test_a_name_that_was_not_stored_is_no_200

Stands in place.
"""

from typing import Any


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        yield session


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> Any:
    user.full_name = full_name
    session.commit()
    return user
