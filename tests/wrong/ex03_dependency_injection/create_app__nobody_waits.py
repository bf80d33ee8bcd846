"""A pool of one whose customers have no patience: the second request at one moment is a 500.

Caught by: test_nobody_shares_a_connection
"""

def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI):
        engine = create_async_engine(database_url, pool_size=1, max_overflow=0, pool_timeout=0)
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        try:
            yield
        finally:
            await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
