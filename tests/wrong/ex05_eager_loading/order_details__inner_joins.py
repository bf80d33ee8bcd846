"""Inner joins to the lines and their books: an order without lines is not found.

Caught by: test_an_order_without_lines
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    whole = select(Order).join(Order.user).join(Order.lines).join(OrderLine.book).where(Order.id == order_id)
    book = contains_eager(Order.lines).contains_eager(OrderLine.book)
    order = (await session.scalars(whole.options(contains_eager(Order.user), book))).unique().one_or_none()
    if order is None:
        raise LookupError(order_id)
    return order
