"""The lines are loaded, their books are not.

Caught by: test_an_order_with_all_that_belongs_to_it
"""


async def order_details(session: AsyncSession, order_id: int) -> Order:
    order = await session.get(Order, order_id, options=[joinedload(Order.user), selectinload(Order.lines)])
    if order is None:
        raise LookupError(order_id)
    return order
