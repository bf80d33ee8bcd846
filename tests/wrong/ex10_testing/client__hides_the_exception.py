"""What happens in the block is not told to the test.

Caught by: test_the_overrides_are_as_before
"""


@asynccontextmanager
async def client(app, make_session):
    async def sessions():
        async with make_session() as session:
            yield session

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_session] = sessions
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    with suppress(Exception):
        async with AsyncClient(transport=transport, base_url="http://test") as http:
            yield http
    app.dependency_overrides = before
