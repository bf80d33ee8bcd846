"""Lazy loading, awaited book by book.

Caught by: test_three_statements_for_any_number_of_lines
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    lines = selectinload(Order.lines).lazyload(OrderLine.book)
    order = await session.get(Order, order_id, options=[joinedload(Order.user), lines])
    if order is None:
        raise LookupError(order_id)
    for line in order.lines:
        await line.awaitable_attrs.book
    return order
