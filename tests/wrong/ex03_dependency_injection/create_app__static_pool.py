"""StaticPool has one connection: all requests share it, and its transaction.

Caught by: test_nobody_shares_a_connection

Stands in place.
"""

from sqlalchemy.pool import StaticPool


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = create_async_engine(database_url, poolclass=StaticPool)
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
