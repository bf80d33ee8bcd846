"""The function commits, and takes the decision out of the caller's hands.

Caught by: test_the_caller_may_still_roll_back, test_one_commit_for_several_users
"""


async def add_user(session: AsyncSession, email: str, full_name: str) -> int:
    user = User(email=email, full_name=full_name)
    session.add(user)
    await session.commit()
    return user.id
