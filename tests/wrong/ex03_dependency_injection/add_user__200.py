"""A new user is told as 200.

Caught by: test_a_new_user_is_stored

Stands in place.
"""

@router.post("/users", response_model=UserOut)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise HTTPException(409, "this email is taken") from None
    return user
