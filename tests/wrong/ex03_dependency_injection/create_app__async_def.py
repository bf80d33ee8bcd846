"""An application that has to be awaited.

Caught by: test_one_engine_serves_all_requests, test_the_engine_is_disposed_of, test_the_documentation_opens

Stands in place.
"""

async def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = create_async_engine(database_url)
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
