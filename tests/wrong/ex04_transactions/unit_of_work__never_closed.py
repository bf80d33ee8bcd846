"""Committed or rolled back, but the session stays open when the block is cancelled, and full in any case.

Caught by: test_the_session_is_closed
"""


@asynccontextmanager
async def unit_of_work(make_session):

    session = make_session()
    try:
        yield session
        await session.commit()
    except Exception:
        await session.rollback()
        raise
