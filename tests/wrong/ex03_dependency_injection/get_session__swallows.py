"""The error of the endpoint is rolled back and then kept from everybody.

Caught by: test_the_connection_comes_back_on_every_path

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        try:
            yield session
            await session.commit()
        except Exception:
            await session.rollback()
