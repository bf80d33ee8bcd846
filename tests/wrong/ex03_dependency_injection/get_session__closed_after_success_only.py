"""The session is closed after a success, and forgotten after an error.

Caught by: test_the_connection_comes_back_on_every_path

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    session = request.app.state.make_session()
    yield session
    await session.commit()
    await session.close()
