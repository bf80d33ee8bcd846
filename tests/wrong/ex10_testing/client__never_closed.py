"""The sessions are never closed.

Caught by: test_requests_use_the_tests_sessions
"""


@asynccontextmanager
async def client(app, make_session):
    async def from_the_test():
        yield make_session()

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_session] = from_the_test
    try:
        transport = ASGITransport(app=app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://shop") as http:
            yield http
    finally:
        app.dependency_overrides = before
