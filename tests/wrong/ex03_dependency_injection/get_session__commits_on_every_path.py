"""What stands under `finally` is committed after an error, too.

Caught by: test_a_failed_request_leaves_nothing

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        try:
            yield session
        finally:
            await session.commit()
