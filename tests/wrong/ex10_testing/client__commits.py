"""The override commits for the endpoint.

Caught by: test_a_forgotten_commit_stays_forgotten
"""


@asynccontextmanager
async def client(app, make_session):
    async def from_the_test():
        async with make_session() as session:
            yield session
            await session.commit()

    before = dict(app.dependency_overrides)
    app.dependency_overrides[get_session] = from_the_test
    try:
        transport = ASGITransport(app=app, raise_app_exceptions=False)
        async with AsyncClient(transport=transport, base_url="http://shop") as http:
            yield http
    finally:
        app.dependency_overrides = before
