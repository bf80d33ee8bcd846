"""The objects leave the session, the connection stays with it.

Caught by: test_no_connection_is_held
"""


async def repair_slow_endpoint(make_session, user_id, currency, rate_of):

    from sqlalchemy.orm import joinedload, selectinload

    async with make_session() as session:
        loaded = select(Order).options(selectinload(Order.lines).joinedload(OrderLine.book))
        orders = (await session.scalars(loaded.where(Order.user_id == user_id).order_by(Order.id))).all()
        session.expunge_all()
        rate = await rate_of(currency)
    return [
        {
            "id": order.id,
            "titles": [line.book.title for line in order.lines],
            "total": sum(line.quantity * line.price for line in order.lines) * rate // 100,
        }
        for order in orders
    ]
