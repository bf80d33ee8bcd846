"""`flush()` is called without `await`: nothing is sent, and there is no id yet.

Caught by: test_the_id_is_the_one_in_the_database
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    user = User(email=email, full_name=full_name)
    session.add(user)
    session.flush()
    return user.id
