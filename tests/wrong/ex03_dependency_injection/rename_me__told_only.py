"""The new name is told, and not stored.

Caught by: test_the_new_name_is_stored

Stands in place.
"""

from typing import Any


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> Any:
    return {"id": user.id, "email": user.email, "full_name": full_name}
