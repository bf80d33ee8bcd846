"""The email is drawn out of a hundred: twenty users are enough for two of them to have the same one.

Caught by: test_users_differ
"""


import random


async def make_user(session: AsyncSession, **changes: Any) -> User:
    defaults = {"email": f"user{random.randrange(100)}@example.org", "full_name": "A User"}
    session.add(user := User(**defaults | changes))
    await session.flush()
    return user
