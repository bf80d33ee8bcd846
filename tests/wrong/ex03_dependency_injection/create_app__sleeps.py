"""`time.sleep()` in `async def` stops the event loop for everybody.

Caught by: test_nothing_blocks_the_event_loop

Stands in place.
"""

import time


async def current_user(session: RequestSession, x_user_email: Annotated[str | None, Header()] = None) -> User:
    time.sleep(0.01)
    user = await session.scalar(select(User).where(User.email == x_user_email)) if x_user_email else None
    if user is None:
        raise HTTPException(401)
    return user
