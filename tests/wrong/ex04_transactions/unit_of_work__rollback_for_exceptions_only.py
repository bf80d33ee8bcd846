"""`except Exception` does not see a cancellation, and `finally` then commits it.

Caught by: test_a_block_that_is_cancelled
"""


@asynccontextmanager
async def unit_of_work(make_session):

    session = make_session()
    try:
        yield session
    except Exception:
        await session.rollback()
        raise
    finally:
        await session.commit()
        await session.close()
