"""Two lists in one join: every line comes back once for each line.

Caught by: test_no_row_twice
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    lines = joinedload(Order.lines).joinedload(OrderLine.book)
    others = joinedload(Order.user).joinedload(User.orders).joinedload(Order.lines)
    statement = select(Order).where(Order.id == order_id).options(lines, others)
    order = (await session.scalars(statement)).unique().one_or_none()
    if order is None:
        raise LookupError(order_id)
    return order
