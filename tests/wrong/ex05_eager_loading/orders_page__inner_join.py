"""Finds the ids of the page through the lines: an inner join drops the orders that have none.

Caught by: test_orders_without_lines_are_on_the_page
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = (Order.created_at.desc(), Order.id.desc())
    ids = select(Order.id).join(Order.lines).group_by(Order.id).order_by(*newest_first)
    on_page = Order.id.in_(ids.limit(size).offset((page - 1) * size))
    statement = select(Order).where(on_page).options(selectinload(Order.lines)).order_by(*newest_first)
    return list(await session.scalars(statement))
