"""Orders of the same moment come in any order.

Caught by: test_orders_of_the_same_moment
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = select(Order).options(selectinload(Order.lines)).order_by(Order.created_at.desc())
    return list(await session.scalars(newest_first.limit(size).offset((page - 1) * size)))
