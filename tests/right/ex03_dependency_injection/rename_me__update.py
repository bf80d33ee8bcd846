"""An UPDATE by the database; the object follows.

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
    await session.execute(update(User).where(User.id == user.id).values(full_name=full_name))
    await session.refresh(user)
    return user
