"""Reads a hundred orders at most.

Caught by: test_three_statements_however_many_orders
"""


async def report(make_session: async_sessionmaker[AsyncSession], user_id: int) -> dict[str, Any]:
    async with make_session() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(user_id)
        query = select(Order).where(Order.user_id == user_id).order_by(Order.id).limit(100)
        orders = (await session.scalars(query.options(selectinload(Order.lines)))).all()
    return {"full_name": user.full_name, "totals": [sum(x.quantity * x.price for x in order.lines) for order in orders]}
