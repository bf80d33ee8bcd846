"""The lines are asked for once for every order.

Caught by: test_my_orders_in_three_statements
"""

from sqlalchemy.orm.attributes import set_committed_value


async def orders_of(session: AsyncSession, user: User) -> list[Order]:
    found = select(Order).where(Order.user_id == user.id).order_by(Order.created_at.desc(), Order.id.desc())
    orders = list(await session.scalars(found))
    for order in orders:
        lines = select(OrderLine).where(OrderLine.order_id == order.id).options(joinedload(OrderLine.book))
        set_committed_value(order, "lines", list(await session.scalars(lines)))
    return orders
