"""What was given and is empty gives way to the default.

Caught by: test_the_attributes_that_were_given
"""


async def make_user(session, **changes):
    number = next(numbers)
    user = User(email=changes.get("email") or f"user{number}@example.org", full_name=changes.get("full_name") or "User")
    if "id" in changes:
        user.id = changes["id"]
    session.add(user)
    await session.flush()
    return user
