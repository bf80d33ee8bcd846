"""The users alone: their orders would have to be loaded later.

Caught by: test_users_and_their_orders, test_the_limit_counts_users
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    return list(await session.scalars(select(User).order_by(User.email).limit(limit)))
