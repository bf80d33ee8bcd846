"""If the commit itself raises, the session stays open.

Caught by: test_the_connection_comes_back_on_every_path

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    session = request.app.state.make_session()
    try:
        yield session
    except BaseException:
        await session.close()
        raise
    await session.commit()
    await session.close()
