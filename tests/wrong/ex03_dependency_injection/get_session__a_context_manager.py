"""`@asynccontextmanager` is FastAPI's work.

Caught by: test_every_request_has_one_session

Stands in place.
"""


@asynccontextmanager
async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session.begin() as session:
        yield session
