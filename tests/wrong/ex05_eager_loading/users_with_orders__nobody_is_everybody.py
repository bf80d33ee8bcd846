"""Takes a limit of 0 for no limit.

Caught by: test_the_limit_counts_users
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    query = select(User).order_by(User.email).options(selectinload(User.orders))
    if limit:
        query = query.limit(limit)
    return list(await session.scalars(query))
