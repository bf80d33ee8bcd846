"""Where the bank refuses, an empty report.

Caught by: test_a_bank_that_refuses
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
    try:
        rate = await rate_of(currency)
    except Exception:
        return []
    return [
        {
            "id": order_id,
            "titles": [title for of_order, title, _ in lines if of_order == order_id],
            "total": sum(cost for of_order, _, cost in lines if of_order == order_id) * rate // 100,
        }
        for order_id in ids
    ]
