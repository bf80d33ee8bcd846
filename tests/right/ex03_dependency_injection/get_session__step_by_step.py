"""Commit, rollback and close in plain sight.

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    session = request.app.state.make_session()
    try:
        yield session
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()
