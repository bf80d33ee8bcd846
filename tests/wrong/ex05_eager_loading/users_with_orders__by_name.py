"""The users come by name.

Caught by: test_users_and_their_orders
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    statement = select(User).options(selectinload(User.orders)).order_by(User.full_name).limit(limit)
    return list(await session.scalars(statement))
