"""A commit that fails is passed over, and the client is told 201.

Caught by: test_success_is_told_after_the_commit

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        yield session


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    try:
        await session.flush()
    except IntegrityError:
        raise HTTPException(409) from None
    try:
        await session.commit()
    except Exception as error:
        print(error)
    return user
