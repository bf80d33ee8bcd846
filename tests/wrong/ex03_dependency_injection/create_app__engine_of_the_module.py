"""All applications of the process share the first one's engine, whatever database they were asked to use.

Caught by: test_one_engine_serves_all_requests
"""

_engine = None


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI):
        global _engine
        if _engine is None:
            _engine = create_async_engine(database_url)
        app.state.make_session = async_sessionmaker(_engine, expire_on_commit=False)
        try:
            yield
        finally:
            await _engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
