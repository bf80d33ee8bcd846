"""Closing rolls back what was not committed."""


@asynccontextmanager
async def unit_of_work(make_session):

    async with make_session() as session:
        yield session
        await session.commit()
