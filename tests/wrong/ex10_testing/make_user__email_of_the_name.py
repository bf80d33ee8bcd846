"""The email is made from the name: two users of one name have one email.

Caught by: test_users_differ
"""


async def make_user(session: AsyncSession, **changes: Any) -> User:
    name = changes.pop("full_name", f"User {next(numbers)}")
    defaults = {"email": f"{name.lower().replace(' ', '.')}@example.org", "full_name": name}
    session.add(user := User(**defaults | changes))
    await session.flush()
    return user
