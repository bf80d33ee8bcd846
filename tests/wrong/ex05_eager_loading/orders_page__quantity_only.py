"""`load_only` leaves out the price of the lines.

Caught by: test_a_page_is_a_page
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = select(Order).order_by(Order.created_at.desc(), Order.id.desc())
    lines = selectinload(Order.lines).load_only(OrderLine.quantity)
    return list(await session.scalars(newest_first.options(lines).limit(size).offset((page - 1) * size)))
