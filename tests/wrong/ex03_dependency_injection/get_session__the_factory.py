"""The factory is passed on, not a session.

Caught by: test_every_request_has_one_session

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    yield request.app.state.make_session
