"""The override is taken out, and an earlier one does not come back.

Caught by: test_the_overrides_are_as_before
"""


@asynccontextmanager
async def client(app, make_session):
    async def from_the_test():
        async with make_session() as session:
            yield session

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_session] = from_the_test
    try:
        transport = ASGITransport(app=app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://shop") as http:
            yield http
    finally:
        app.dependency_overrides.pop(get_session)
