"""`session.get()` of an order that the session holds already asks nothing, and so loads nothing.

Caught by: test_an_order_the_session_holds_already
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    everything = [selectinload(Order.user), selectinload(Order.lines).joinedload(OrderLine.book)]
    order = await session.get(Order, order_id, options=everything)
    if order is None:
        raise KeyError(order_id)
    return order
