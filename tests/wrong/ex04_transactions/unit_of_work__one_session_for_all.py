"""All blocks share one session: what one of them rolls back, the others have lost.

Caught by: test_two_blocks_at_once
"""


sessions = {}


@asynccontextmanager
async def unit_of_work(make_session):
    session = sessions.setdefault("the only one", make_session())
    try:
        yield session
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()
