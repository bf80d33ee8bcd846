"""Remembers the first application's factory, and another application's requests use it too.

Caught by: test_every_request_has_one_session

Stands in place.
"""


_factory = None


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    global _factory
    if _factory is None:
        _factory = request.app.state.make_session
    async with _factory() as session:
        yield session
        await session.commit()
