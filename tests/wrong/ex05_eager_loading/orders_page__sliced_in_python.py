"""Every order is loaded with its lines, to show a page.

Caught by: test_the_other_pages_stay_in_the_database
"""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    newest_first = select(Order).options(selectinload(Order.lines)).order_by(Order.created_at.desc(), Order.id.desc())
    orders = (await session.scalars(newest_first)).all()
    return orders[(page - 1) * size : page * size]
