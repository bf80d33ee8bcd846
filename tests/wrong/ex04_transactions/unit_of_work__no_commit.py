"""The block ends and nobody commits.

Caught by: test_the_block_is_committed
"""


@asynccontextmanager
async def unit_of_work(make_session):

    async with make_session() as session:
        yield session
