"""The users come in the order in which they were stored.

Caught by: test_users_and_their_orders
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    statement = select(User).options(selectinload(User.orders)).order_by(User.id).limit(limit)
    return list(await session.scalars(statement))
