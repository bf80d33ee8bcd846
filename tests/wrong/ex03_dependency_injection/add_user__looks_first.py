"""It looks whether the email is free, and does not expect it to be taken meanwhile.

Caught by: test_two_who_want_the_same_email

Stands in place.
"""

@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    if await session.scalar(select(User).where(User.email == new.email)):
        raise HTTPException(409)
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    await session.flush()
    return user
