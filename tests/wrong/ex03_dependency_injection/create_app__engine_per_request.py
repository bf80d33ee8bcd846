"""Every request makes an engine, and with it a pool of one connection that nobody uses again.

Caught by: test_one_engine_serves_all_requests

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    engine = create_async_engine(request.app.state.make_session.kw["bind"].url)
    async with AsyncSession(engine, expire_on_commit=False) as session, session.begin():
        yield session
    await engine.dispose()
