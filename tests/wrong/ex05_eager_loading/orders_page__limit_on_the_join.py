"""LIMIT counts the rows of the join: a page has too few orders, and lines are missing.

Caught by: test_a_page_is_a_page
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    joined = select(Order).outerjoin(Order.lines).options(contains_eager(Order.lines))
    joined = joined.order_by(Order.created_at.desc(), Order.id.desc()).limit(size).offset((page - 1) * size)
    return list((await session.scalars(joined)).unique())
