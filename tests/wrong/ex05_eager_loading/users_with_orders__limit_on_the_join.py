"""LIMIT counts the rows of the join, not the users.

Caught by: test_the_limit_counts_users
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    joined = select(User).outerjoin(User.orders).options(contains_eager(User.orders))
    result = await session.scalars(joined.order_by(User.email, Order.id).limit(limit))
    return list(result.unique())
