"""The lines fetched by a query of their own, and put into the order."""

from sqlalchemy.orm.attributes import set_committed_value


async def order_details(session: AsyncSession, order_id: int) -> Order:
    order = await session.scalar(select(Order).where(Order.id == order_id).options(joinedload(Order.user)))
    if order is None:
        raise LookupError
    statement = select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.id)
    lines = await session.scalars(statement.options(joinedload(OrderLine.book)))
    set_committed_value(order, "lines", list(lines))
    return order
