"""The application turns the IntegrityError into the 409.

Stands in place.
"""

@router.post("/users", response_model=UserOut, status_code=201)
async def add_user(new: NewUser, session: RequestSession) -> User:
    user = User(email=new.email, full_name=new.full_name)
    session.add(user)
    await session.flush()
    return user


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = create_async_engine(database_url)
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)

    @app.exception_handler(IntegrityError)
    async def taken(request: Request, error: IntegrityError):
        return JSONResponse({"detail": "taken"}, status_code=409)

    return app


from fastapi.responses import JSONResponse
