"""The number in the email is how many users there are: when one has gone, it is taken.

Caught by: test_users_differ
"""

from sqlalchemy import func, select


async def make_user(session, **changes):
    number = await session.scalar(select(func.count(User.id)))
    user = User(**{"email": f"user{number}@example.org", "full_name": f"User {number}", **changes})
    session.add(user)
    await session.flush()
    return user
