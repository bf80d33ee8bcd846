"""The endpoint marks its transaction with `begin()`.

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        yield session


RequestSession = Annotated[AsyncSession, Depends(get_session)]


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    try:
        async with session.begin():
            user = User(**new.model_dump())
            session.add(user)
    except IntegrityError:
        raise HTTPException(409) from None
    return user


@router.put("/me", response_model=UserOut)
async def rename_me(
    full_name: Annotated[Name, Body(embed=True)],
    user: Annotated[User, Depends(current_user)],
    session: RequestSession,
) -> User:
    user.full_name = full_name
    await session.commit()
    return user
