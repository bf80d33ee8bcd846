"""Every order is loaded with all its lines, to find one.

Caught by: test_no_row_twice
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    everything = [joinedload(Order.user), selectinload(Order.lines).joinedload(OrderLine.book)]
    for order in await session.scalars(select(Order).options(*everything)):
        if order.id == order_id:
            return order
    raise LookupError(order_id)
