"""A joined collection without `unique()`.

Caught by: test_users_and_their_orders
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    statement = select(User).options(joinedload(User.orders)).order_by(User.email).limit(limit)
    return list(await session.scalars(statement))
