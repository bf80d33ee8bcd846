"""The factory decides for the caller.

Caught by: test_the_users_session_is_not_committed
"""


async def make_user(session, **changes):
    number = next(numbers)
    user = User(**{"email": f"user{number}@example.org", "full_name": f"User {number}", **changes})
    session.add(user)
    await session.commit()
    return user
