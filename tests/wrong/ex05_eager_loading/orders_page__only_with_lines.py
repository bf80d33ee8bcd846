"""Orders without lines are left out.

Caught by: test_orders_without_lines_are_on_the_page
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = select(Order).where(Order.lines.any()).order_by(Order.created_at.desc(), Order.id.desc())
    statement = newest_first.options(selectinload(Order.lines)).limit(size).offset((page - 1) * size)
    return list(await session.scalars(statement))
