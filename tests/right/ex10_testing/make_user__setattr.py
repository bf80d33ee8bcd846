"""Defaults first, changes set one by one, and a savepoint around the flush."""


async def make_user(session, **changes):
    number = next(numbers)
    user = User(email=f"reader-{number}@example.org", full_name="A Reader")
    for name, value in changes.items():
        setattr(user, name, value)
    async with session.begin_nested():
        session.add(user)
    return user
