"""Everything inside create_app(), without the router.

Stands in place.
"""

def create_app(database_url: str) -> FastAPI:
    engine = create_async_engine(database_url, pool_size=3)
    make_session = async_sessionmaker(engine)

    @asynccontextmanager
    async def lifespan(app: FastAPI):
        async with engine.connect():
            pass
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)

    async def session_of():
        async with make_session() as session:
            yield session

    @app.get("/books/{isbn}", response_model=BookOut)
    async def book(isbn: str, session: AsyncSession = Depends(session_of)):
        if (found := await session.scalar(select(Book).where(Book.isbn == isbn))) is None:
            raise HTTPException(404)
        return found

    @app.get("/users/{number}", response_model=UserOut)
    async def user(number: int, session: AsyncSession = Depends(session_of)):
        if (found := await session.get(User, number)) is None:
            raise HTTPException(404)
        return found

    @app.post("/users", response_model=UserOut, status_code=201)
    async def new_user(new: NewUser, session: AsyncSession = Depends(session_of)):
        session.add(made := User(email=new.email, full_name=new.full_name))
        try:
            await session.commit()
        except IntegrityError:
            raise HTTPException(409) from None
        await session.refresh(made)
        return made

    @app.put("/me", response_model=UserOut)
    async def me(
        full_name: Annotated[Name, Body(embed=True)],
        x_user_email: Annotated[str | None, Header()] = None,
        session: AsyncSession = Depends(session_of),
    ):
        user = await session.scalar(select(User).where(User.email == x_user_email))
        if user is None:
            raise HTTPException(401)
        user.full_name = full_name
        answer = UserOut.model_validate(user)
        await session.commit()
        return answer

    return app
