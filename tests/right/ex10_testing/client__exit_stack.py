"""An AsyncExitStack puts the overrides back."""


from contextlib import AsyncExitStack


@asynccontextmanager
async def client(app, make_session):
    async def override():
        session = make_session()
        try:
            yield session
        finally:
            await session.close()

    async with AsyncExitStack() as stack:
        stack.callback(setattr, app, "dependency_overrides", app.dependency_overrides)
        app.dependency_overrides = {**app.dependency_overrides, get_session: override}
        yield await stack.enter_async_context(
            AsyncClient(transport=ASGITransport(app, raise_app_exceptions=False), base_url="http://localhost")
        )
