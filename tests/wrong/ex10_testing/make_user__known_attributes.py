"""Of what was given, the two attributes that have a default are taken, and no other.

Caught by: test_the_attributes_that_were_given
"""


async def make_user(session, **changes):
    number = next(numbers)
    email, full_name = changes.get("email", f"user{number}@example.org"), changes.get("full_name", f"User {number}")
    session.add(user := User(email=email, full_name=full_name))
    await session.flush()
    return user
