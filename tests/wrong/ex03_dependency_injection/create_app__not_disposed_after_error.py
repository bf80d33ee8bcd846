"""Without a `finally`: an application that ends by an exception keeps its connections.

Caught by: test_the_engine_is_disposed_of_after_an_error

Stands in place.
"""


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI):
        engine = create_async_engine(database_url)
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan)
    app.include_router(router)
    return app
