"""Begins at the lines: an order that has none is taken for one that does not exist.

Caught by: test_an_order_without_lines
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    order = joinedload(OrderLine.order)
    everything = [joinedload(OrderLine.book), order.joinedload(Order.user), order.selectinload(Order.lines)]
    lines = select(OrderLine).where(OrderLine.order_id == order_id).options(*everything)
    found = (await session.scalars(lines)).all()
    if not found:
        raise LookupError(order_id)
    return found[0].order
