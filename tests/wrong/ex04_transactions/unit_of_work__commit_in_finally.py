"""`finally` commits what an exception or a cancellation left half done.

Caught by: test_a_block_that_is_cancelled, test_a_block_that_raises
"""


@asynccontextmanager
async def unit_of_work(make_session):

    session = make_session()
    try:
        yield session
    finally:
        await session.commit()
        await session.close()
