"""`session.get` in a loop, a SELECT for each book.

Caught by: test_three_statements_for_any_number_of_lines
"""

from sqlalchemy.orm.attributes import set_committed_value


async def order_details(session: AsyncSession, order_id: int) -> Order:
    order = await session.get(Order, order_id, options=[joinedload(Order.user), selectinload(Order.lines)])
    if order is None:
        raise LookupError(order_id)
    for line in order.lines:
        set_committed_value(line, "book", await session.get(Book, line.book_id))
    return order
