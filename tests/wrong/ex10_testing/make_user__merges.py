"""A user with an id that is taken is no new one: somebody else's row is written over.

Caught by: test_the_attributes_that_were_given
"""


async def make_user(session, **changes):
    number = next(numbers)
    user = await session.merge(User(**{"email": f"user{number}@example.org", "full_name": f"User {number}", **changes}))
    await session.flush()
    return user
