"""Nobody commits.

Caught by: test_a_new_user_is_stored, test_success_is_told_after_the_commit

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        yield session
