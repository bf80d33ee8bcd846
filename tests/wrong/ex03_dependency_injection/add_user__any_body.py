"""A dict is no schema: whatever comes is stored.

Caught by: test_other_errors_are_no_409

Stands in place.
"""

@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: dict, session: RequestSession) -> User:
    user = User(email=new["email"], full_name=new["full_name"])
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise HTTPException(409) from None
    return user
