"""A user that was found once is kept, and never asked for again.

Caught by: test_the_user_with_this_email
"""


known = {}


async def find_user(session: AsyncSession, email: str) -> User | None:
    if email not in known:
        known[email] = await session.scalar(select(User).where(User.email == email))
    return known[email]
