"""The offset counts pages, not orders.

Caught by: test_a_page_is_a_page
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = select(Order).options(selectinload(Order.lines)).order_by(Order.created_at.desc(), Order.id.desc())
    return list(await session.scalars(newest_first.limit(size).offset(page - 1)))
