"""The `else` block leaves the session open when its COMMIT fails.

Caught by: test_a_commit_that_fails
"""


@asynccontextmanager
async def unit_of_work(make_session):
    session = make_session()
    try:
        yield session
    except BaseException:
        await session.rollback()
        await session.close()
        raise
    else:
        await session.commit()
        await session.close()
