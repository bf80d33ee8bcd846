"""No INSERT is sent, so there is no id yet.

Caught by: test_a_user_who_has_an_id
"""


async def make_user(session, **changes):
    number = next(numbers)
    user = User(**{"email": f"user{number}@example.org", "full_name": f"User {number}", **changes})
    session.add(user)
    return user
