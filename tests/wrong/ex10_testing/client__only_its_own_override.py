"""The application's other overrides are gone while the block runs.

Caught by: test_the_overrides_are_as_before
"""


@asynccontextmanager
async def client(app, make_session):
    async def sessions():
        async with make_session() as session:
            yield session

    before = app.dependency_overrides
    app.dependency_overrides = {get_session: sessions}
    try:
        transport = ASGITransport(app=app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://test") as http:
            yield http
    finally:
        app.dependency_overrides = before
