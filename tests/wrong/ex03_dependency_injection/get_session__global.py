"""One session serves every request.

Caught by: test_every_request_has_one_session

Stands in place.
"""

shared = []


async def get_session(request: Request) -> AsyncIterator[AsyncSession]:
    if not shared:
        shared.append(request.app.state.make_session())
    yield shared[0]
    await shared[0].commit()
