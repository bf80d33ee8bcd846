"""`session.get` takes options too, and reads again what the session holds if it is told to."""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    everything = [selectinload(Order.user), selectinload(Order.lines).joinedload(OrderLine.book)]
    order = await session.get(Order, order_id, options=everything, populate_existing=True)
    if order is None:
        raise KeyError(order_id)
    return order
