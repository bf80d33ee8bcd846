"""Only its own override is put back or taken out: what the block has overridden stays.

Caught by: test_the_overrides_are_as_before
"""


@asynccontextmanager
async def client(app, make_session):
    async def override():
        async with make_session() as session:
            yield session

    earlier = app.dependency_overrides.get(get_session)
    app.dependency_overrides[get_session] = override
    http = AsyncClient(transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://test")
    try:
        yield http
    finally:
        await http.aclose()
        del app.dependency_overrides[get_session]
        if earlier is not None:
            app.dependency_overrides[get_session] = earlier
