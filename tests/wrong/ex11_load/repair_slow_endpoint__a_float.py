"""The total is reckoned with a float.

Caught by: test_the_report
"""

async def repair_slow_endpoint(make_session, user_id, currency, rate_of):
    async with make_session() as session:
        orders = (await session.execute(select(Order.id).where(Order.user_id == user_id).order_by(Order.id))).scalars().all()
        rows = (await session.execute(select(OrderLine.order_id, Book.title, OrderLine.quantity * OrderLine.price).join(OrderLine.book).where(OrderLine.order_id.in_(orders)).order_by(OrderLine.id))).all()
    rate = await rate_of(currency)
    return [{"id": o, "titles": [t for i, t, _ in rows if i == o], "total": int(sum(c for i, _, c in rows if i == o) * (rate / 100))} for o in orders]
