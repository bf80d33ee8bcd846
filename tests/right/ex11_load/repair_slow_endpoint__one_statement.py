"""One LEFT JOIN."""


async def repair_slow_endpoint(make_session, user_id, currency, rate_of):

    rate = await rate_of(currency)
    async with make_session() as session:
        found = await session.execute(
            select(Order.id, Book.title, OrderLine.quantity * OrderLine.price)
            .outerjoin(Order.lines)
            .outerjoin(OrderLine.book)
            .where(Order.user_id == user_id)
            .order_by(Order.id, OrderLine.id)
        )
    report = {}
    for order_id, title, cost in found:
        entry = report.setdefault(order_id, {"id": order_id, "titles": [], "total": 0})
        if title is not None:
            entry["titles"].append(title)
            entry["total"] += cost
    return [{**entry, "total": entry["total"] * rate // 100} for entry in report.values()]
