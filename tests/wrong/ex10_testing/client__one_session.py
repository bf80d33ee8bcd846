"""One session for all requests.

Caught by: test_requests_use_the_tests_sessions
"""


@asynccontextmanager
async def client(app, make_session):
    before = dict(app.dependency_overrides)
    try:
        async with make_session() as session:
            app.dependency_overrides[get_session] = lambda: session
            transport = ASGITransport(app=app, raise_app_exceptions=False)
            async with AsyncClient(transport=transport, base_url="http://shop") as http:
                yield http
    finally:
        app.dependency_overrides = before
