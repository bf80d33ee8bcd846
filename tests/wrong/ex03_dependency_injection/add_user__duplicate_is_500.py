"""The IntegrityError of a taken email is left to the server, which tells 500.

Caught by: test_a_taken_email_is_a_409, test_two_who_want_the_same_email

Stands in place.
"""

@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    await session.flush()
    return user
