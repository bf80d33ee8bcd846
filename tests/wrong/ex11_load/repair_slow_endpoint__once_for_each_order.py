"""No connection is out, but the bank is asked for each order.

Caught by: test_no_connection_is_held
"""


async def repair_slow_endpoint(make_session, user_id, currency, rate_of):

    async with make_session() as session:
        ids = (await session.scalars(select(Order.id).where(Order.user_id == user_id).order_by(Order.id))).all()
        found = await session.execute(
            select(OrderLine.order_id, Book.title, OrderLine.quantity * OrderLine.price)
            .join(OrderLine.book)
            .join(OrderLine.order)
            .where(Order.user_id == user_id)
            .order_by(OrderLine.id)
        )
        lines = found.all()
    report = []
    for order_id in ids:
        rate = await rate_of(currency)
        own = [(title, cost) for of_order, title, cost in lines if of_order == order_id]
        titles = [title for title, _ in own]
        report.append({"id": order_id, "titles": titles, "total": sum(cost for _, cost in own) * rate // 100})
    return report
