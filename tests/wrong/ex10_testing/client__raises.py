"""An endpoint's exception comes out in the test.

Caught by: test_an_endpoint_that_fails
"""


@asynccontextmanager
async def client(app, make_session):
    async def from_the_test():
        async with make_session() as session:
            yield session

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_session] = from_the_test
    try:
        transport = ASGITransport(app=app)
        async with AsyncClient(transport=transport, base_url="http://shop") as http:
            yield http
    finally:
        app.dependency_overrides = before
