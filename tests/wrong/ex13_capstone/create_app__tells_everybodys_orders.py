"""The orders are asked for without their user.

Caught by: test_my_orders
"""

async def orders_of(session: AsyncSession, user: User) -> list[Order]:
    found = select(Order).order_by(Order.created_at.desc(), Order.id.desc())
    return list(await session.scalars(found.options(selectinload(Order.lines).joinedload(OrderLine.book))))
