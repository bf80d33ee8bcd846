"""The email is stored in small letters.

Caught by: test_a_new_user_is_stored

Stands in place.
"""


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email.lower(), full_name=new.full_name)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise HTTPException(409) from None
    return user
