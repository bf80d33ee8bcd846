"""A taken email is rolled back, and told as a success.

Caught by: test_a_taken_email_is_a_409

Stands in place.
"""

@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        await session.rollback()
    return user
