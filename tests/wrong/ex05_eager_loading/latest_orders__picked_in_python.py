"""Loads every order, and picks the newest in Python.

Caught by: test_one_statement_that_fetches_the_newest
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    oldest_first = select(Order).options(joinedload(Order.user)).order_by(Order.created_at, Order.id)
    newest = {order.user.email: order for order in await session.scalars(oldest_first)}
    return [newest[email] for email in sorted(newest)]
