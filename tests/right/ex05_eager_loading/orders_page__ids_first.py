"""The ids of the page, then the orders."""


async def orders_page(session: AsyncSession, page: int, size: int) -> list[Order]:
    ids = list(
        await session.scalars(
            select(Order.id).order_by(Order.created_at.desc(), Order.id.desc()).offset((page - 1) * size).limit(size)
        )
    )
    orders = await session.scalars(select(Order).where(Order.id.in_(ids)).options(joinedload(Order.lines)))
    return sorted(orders.unique(), key=lambda order: ids.index(order.id))
