"""Adds up each order, then the orders; the sum of sums, a Decimal on PostgreSQL, is made an int."""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    order_total = select(Order.user_id, func.sum(OrderLine.quantity * OrderLine.price).label("cents"))
    orders = order_total.join(Order.lines).group_by(Order.id).subquery()
    spent = select(User.email, func.sum(orders.c.cents)).outerjoin(orders, orders.c.user_id == User.id)
    return {email: int(cents or 0) for email, cents in await session.execute(spent.group_by(User.email))}
