"""The dependency opens and closes, in the usual scope; each endpoint commits.

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        yield session


RequestSession = Annotated[AsyncSession, Depends(get_session)]


@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    try:
        await session.commit()
    except IntegrityError:
        raise HTTPException(409, "this email is taken") from None
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
