"""The deadline strikes while the COMMIT goes on behind a shield: None, and yet it is kept.

Caught by: test_a_commit_that_outlasts_the_deadline
"""


async def with_deadline(make_session, work, seconds):

    deadline = asyncio.timeout(seconds)
    try:
        async with deadline, make_session.begin() as session:
            return await work(session)
    except TimeoutError:
        if deadline.expired():
            return None
        raise
