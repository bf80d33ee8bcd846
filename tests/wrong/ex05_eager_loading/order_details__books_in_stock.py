"""Books that are sold out are missing from the order they were sold by.

Caught by: test_an_order_with_all_that_belongs_to_it
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    lines = selectinload(Order.lines.and_(OrderLine.book.has(Book.stock > 0))).joinedload(OrderLine.book)
    order = await session.scalar(select(Order).where(Order.id == order_id).options(joinedload(Order.user), lines))
    if order is None:
        raise LookupError(order_id)
    return order
