"""Two lines of one book become one.

Caught by: test_an_order_with_all_that_belongs_to_it
"""


from sqlalchemy.orm.attributes import set_committed_value


async def order_details(session: AsyncSession, order_id: int) -> Order:
    order = await session.scalar(select(Order).where(Order.id == order_id).options(joinedload(Order.user)))
    if order is None:
        raise LookupError(f"no order {order_id}")
    query = select(OrderLine).where(OrderLine.order_id == order_id).options(joinedload(OrderLine.book))
    by_book = {line.book_id: line for line in await session.scalars(query.order_by(OrderLine.id))}
    set_committed_value(order, "lines", list(by_book.values()))
    return order
