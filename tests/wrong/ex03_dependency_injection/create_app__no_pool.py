"""NullPool opens a connection for every request.

Caught by: test_one_engine_serves_all_requests

Stands in place.
"""

from sqlalchemy.pool import NullPool


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = create_async_engine(database_url, poolclass=NullPool)
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
