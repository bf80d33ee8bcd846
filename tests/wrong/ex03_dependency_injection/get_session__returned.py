"""The session is returned, and nobody closes it.

Caught by: test_the_connection_comes_back_on_every_path

Stands in place.
"""

async def get_session(request: Request) -> AsyncSession:
    return request.app.state.make_session()
