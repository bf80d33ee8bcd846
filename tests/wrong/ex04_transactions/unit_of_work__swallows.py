"""The exception of the block is swallowed: the caller believes that all went well.

Caught by: test_a_block_that_raises
"""


@asynccontextmanager
async def unit_of_work(make_session):

    async with make_session() as session:
        try:
            yield session
            await session.commit()
        except Exception:
            await session.rollback()
