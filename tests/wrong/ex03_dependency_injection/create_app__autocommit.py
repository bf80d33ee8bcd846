"""Each statement is committed by itself: nothing can be rolled back.

Caught by: test_a_commit_that_fails_stores_nothing

Stands in place.
"""


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = create_async_engine(database_url, isolation_level="AUTOCOMMIT")
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
