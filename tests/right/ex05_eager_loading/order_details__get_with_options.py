"""`session.get` takes options too."""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    everything = [selectinload(Order.user), selectinload(Order.lines).joinedload(OrderLine.book)]
    order = await session.get(Order, order_id, options=everything)
    if order is None:
        raise KeyError(order_id)
    return order
