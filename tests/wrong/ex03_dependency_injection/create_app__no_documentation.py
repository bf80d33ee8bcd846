"""The documentation is switched off.

Caught by: test_the_documentation_opens

Stands in place.
"""

def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = create_async_engine(database_url)
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan, openapi_url=None)
    app.include_router(router)
    return app
