"""The sessions of all requests are bound to one connection that the lifespan holds.

Caught by: test_nobody_shares_a_connection

Stands in place.
"""

def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = create_async_engine(database_url)
        async with engine.connect() as connection:
            app.state.make_session = async_sessionmaker(connection, expire_on_commit=False)
            yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
