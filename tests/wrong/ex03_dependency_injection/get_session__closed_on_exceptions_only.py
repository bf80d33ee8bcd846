"""It closes on an Exception, and a cancellation is none.

Caught by: test_the_connection_comes_back_on_every_path

Stands in place.
"""


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    session = request.app.state.make_session()
    try:
        yield session
        await session.commit()
    except Exception:
        await session.rollback()
        await session.close()
        raise
    await session.close()
