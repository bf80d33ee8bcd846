"""None for an order that does not exist.

Caught by: test_no_such_order
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    everything = [joinedload(Order.user), selectinload(Order.lines).joinedload(OrderLine.book)]
    return await session.get(Order, order_id, options=everything)
