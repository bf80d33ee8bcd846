"""The user is added through a session of its own that is never closed.

Caught by: test_a_new_user_is_stored, test_success_is_told_after_the_commit

Stands in place.
"""

@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(request: Request, new: NewUser, session: RequestSession) -> User:
    session = request.app.state.make_session()
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    try:
        await session.commit()
    except IntegrityError:
        raise HTTPException(409) from None
    return UserOut(id=user.id, email="x", full_name=user.full_name)
