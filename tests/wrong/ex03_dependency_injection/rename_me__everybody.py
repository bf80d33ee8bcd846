"""An UPDATE without WHERE renames everybody.

Caught by: test_the_new_name_is_stored

Stands in place.
"""

from sqlalchemy import update


from typing import Any


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> Any:
    await session.execute(update(User).values(full_name=full_name))
    return {"id": user.id, "email": user.email, "full_name": full_name}
