"""`LIKE` takes `_` and `%` in an address for wildcards.

Caught by: test_the_address_is_taken_literally
"""


async def find_user(session: AsyncSession, email: str) -> User | None:
    return await session.scalar(select(User).where(User.email.like(email)).order_by(User.id).limit(1))
