"""A plain `def` dependency with slow work in it: FastAPI runs it in a thread.

Stands in place.
"""

import time


def slow(request: Request) -> None:
    time.sleep(0.01)


def create_app(database_url: str) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        engine = create_async_engine(database_url, pool_pre_ping=True)
        app.state.make_session = async_sessionmaker(engine, expire_on_commit=False)
        yield
        await engine.dispose()

    app = FastAPI(lifespan=lifespan, dependencies=[Depends(slow)])
    app.include_router(router)
    return app
