"""Outer joins, and what they bring taken for the relationships."""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    whole = select(Order).join(Order.user).outerjoin(Order.lines).outerjoin(OrderLine.book)
    book = contains_eager(Order.lines).contains_eager(OrderLine.book)
    statement = whole.where(Order.id == order_id).options(contains_eager(Order.user), book).order_by(OrderLine.id)
    order = (await session.scalars(statement)).unique().one_or_none()
    if order is None:
        raise LookupError(order_id)
    return order
