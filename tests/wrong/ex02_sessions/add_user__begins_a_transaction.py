"""`begin()` belongs to the caller: here it commits at its end, and fails in a session that was used before.

Caught by: test_the_caller_may_still_roll_back, test_one_commit_for_several_users
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    async with session.begin():
        user = User(email=email, full_name=full_name)
        session.add(user)
    return user.id
