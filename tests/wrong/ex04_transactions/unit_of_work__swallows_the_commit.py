"""A commit that fails is hidden.

Caught by: test_a_commit_that_fails
"""


@asynccontextmanager
async def unit_of_work(make_session):

    async with make_session() as session:
        yield session
        try:
            await session.commit()
        except DBAPIError:
            await session.rollback()
