"""refresh() for the orders, and a query that brings their lines."""


async def report(make_session, user_id):

    async with make_session() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(user_id)
        orders = select(Order).where(Order.user_id == user_id).options(selectinload(Order.lines)).order_by(Order.id)
        found = (await session.scalars(orders)).all()
    return {"full_name": user.full_name, "totals": [sum(it.quantity * it.price for it in o.lines) for o in found]}
