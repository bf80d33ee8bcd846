"""A request that is cancelled is committed: a cancellation is no Exception.

Caught by: test_a_failed_request_leaves_nothing

Stands in place.
"""


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        failed = False
        try:
            yield session
        except Exception:
            failed = True
            raise
        finally:
            if not failed:
                await session.commit()
