"""One statement for everything."""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    everything = [joinedload(Order.user), joinedload(Order.lines).joinedload(OrderLine.book)]
    result = await session.scalars(select(Order).where(Order.id == order_id).options(*everything))
    order = result.unique().one_or_none()
    if order is None:
        raise LookupError(order_id)
    return order
