"""Every step by hand."""


@asynccontextmanager
async def unit_of_work(make_session):

    session = make_session()
    try:
        yield session
        await session.commit()
    except BaseException:
        await session.rollback()
        raise
    finally:
        await session.close()
