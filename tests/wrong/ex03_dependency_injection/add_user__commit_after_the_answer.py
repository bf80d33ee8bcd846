"""The commit stands after the `yield`, and in this scope that runs when the answer has left.

Caught by: test_success_is_told_after_the_commit, test_a_name_that_was_not_stored_is_no_200

Stands in place.
"""

async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    async with request.app.state.make_session() as session:
        yield session
        await session.commit()


RequestSession = Annotated[AsyncSession, Depends(get_session)]
