"""The lines as they were.

Caught by: test_no_connection_is_held, test_two_statements
"""


async def repair_slow_endpoint(make_session, user_id, currency, rate_of):

    report = []
    async with make_session() as session:
        for order in await session.scalars(select(Order).where(Order.user_id == user_id).order_by(Order.id)):
            lines = select(Book.title, OrderLine.quantity * OrderLine.price).join(OrderLine.book)
            found = (await session.execute(lines.where(OrderLine.order_id == order.id).order_by(OrderLine.id))).all()
            rate = await rate_of(currency)
            total = sum(cost for _, cost in found) * rate // 100
            report.append({"id": order.id, "titles": [title for title, _ in found], "total": total})
    return report
