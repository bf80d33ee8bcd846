"""The second user has the email of the first.

Caught by: test_users_differ
"""


async def make_user(session, email="user@example.org", full_name="A User"):
    session.add(user := User(email=email, full_name=full_name))
    await session.flush()
    return user
