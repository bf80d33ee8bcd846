"""The client as articles print it: the application keeps its own sessions.

Caught by: test_requests_use_the_tests_sessions
"""


@asynccontextmanager
async def client(app, make_session):
    transport = ASGITransport(app=app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://shop") as http:
        yield http
