"""A SELECT for the lines of each order.

Caught by: test_two_statements_for_any_page
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = select(Order).order_by(Order.created_at.desc(), Order.id.desc())
    orders = list(await session.scalars(newest_first.limit(size).offset((page - 1) * size)))
    for order in orders:
        await session.refresh(order, ["lines"])
    return orders
