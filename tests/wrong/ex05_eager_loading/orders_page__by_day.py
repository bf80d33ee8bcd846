"""Sorts by the day, and within a day by the id.

Caught by: test_a_page_is_a_page
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest = func.date(Order.created_at).desc(), Order.id.desc()
    query = select(Order).order_by(*newest).offset((page - 1) * size).limit(size)
    return list(await session.scalars(query.options(selectinload(Order.lines))))
