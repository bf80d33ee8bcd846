"""It looks first, for a quick answer, and expects the error all the same.

Stands in place.
"""

@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    if await session.scalar(select(User.id).where(User.email == new.email)) is not None:
        raise HTTPException(409)
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError as error:
        raise HTTPException(409) from error
    return user
