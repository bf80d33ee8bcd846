"""An inner join: who never ordered is missing.

Caught by: test_users_and_their_orders
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    joined = select(User).join(User.orders).options(selectinload(User.orders)).distinct()
    return list(await session.scalars(joined.order_by(User.email).limit(limit)))
