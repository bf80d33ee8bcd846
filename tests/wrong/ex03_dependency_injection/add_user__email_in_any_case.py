"""An email in other letters, large or small, is taken for the same.

Caught by: test_a_new_user_is_stored

Stands in place.
"""

from sqlalchemy import func


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    if await session.scalar(select(User).where(func.lower(User.email) == new.email.lower())):
        raise HTTPException(409)
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise HTTPException(409) from None
    return user
