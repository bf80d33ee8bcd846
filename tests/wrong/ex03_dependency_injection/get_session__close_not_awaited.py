"""`close()` without `await` closes nothing.

Caught by: test_the_connection_comes_back_on_every_path

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    session = request.app.state.make_session()
    try:
        yield session
        await session.commit()
    finally:
        session.close()
