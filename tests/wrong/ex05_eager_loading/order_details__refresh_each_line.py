"""A SELECT for the book of each line.

Caught by: test_three_statements_for_any_number_of_lines
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    order = await session.get(Order, order_id, options=[joinedload(Order.user), selectinload(Order.lines)])
    if order is None:
        raise LookupError(order_id)
    for line in order.lines:
        await session.refresh(line, ["book"])
    return order
