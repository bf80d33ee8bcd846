"""Takes the spaces off the name.  Stands in place.

Caught by: test_a_new_user_is_stored
"""


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email, full_name=new.full_name.strip())
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise HTTPException(409, "this email is taken") from None
    return user
