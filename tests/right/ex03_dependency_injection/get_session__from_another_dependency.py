"""The factory is a dependency of its own.

Stands in place.
"""

def make_session_of(request: Request) -> async_sessionmaker[AsyncSession]:
    return request.app.state.make_session


async def get_session(make_session: Annotated[async_sessionmaker, Depends(make_session_of)]):
    async with make_session() as session, session.begin():
        yield session
