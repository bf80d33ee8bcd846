"""Puts the overrides back after an Exception, but a cancellation is none.

Caught by: test_the_overrides_are_as_before
"""


@asynccontextmanager
async def client(app: FastAPI, make_session: async_sessionmaker[AsyncSession]) -> AsyncIterator[AsyncClient]:
    async def of_the_test() -> AsyncIterator[AsyncSession]:
        async with make_session() as session:
            yield session

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_session] = of_the_test
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    try:
        async with AsyncClient(transport=transport, base_url="http://shop") as http:
            yield http
    except Exception:
        app.dependency_overrides = before
        raise
    app.dependency_overrides = before
