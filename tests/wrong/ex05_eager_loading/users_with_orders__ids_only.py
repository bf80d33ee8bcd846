"""`load_only` leaves out when an order was made.

Caught by: test_users_and_their_orders
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    orders = selectinload(User.orders).load_only(Order.id)
    return list(await session.scalars(select(User).options(orders).order_by(User.email).limit(limit)))
