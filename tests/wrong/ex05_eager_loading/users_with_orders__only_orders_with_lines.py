"""An order without lines is left out, though it belongs to its user too.

Caught by: test_users_and_their_orders
"""


async def users_with_orders(session, limit):
    orders = selectinload(User.orders.and_(Order.lines.any()))
    return list(await session.scalars(select(User).options(orders).order_by(User.email).limit(limit)))
