"""Every error of the database is told as a taken email.

Caught by: test_other_errors_are_no_409

Stands in place.
"""

from sqlalchemy.exc import SQLAlchemyError


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    try:
        await session.flush()
    except SQLAlchemyError:
        raise HTTPException(409, "this email is taken") from None
    return user
