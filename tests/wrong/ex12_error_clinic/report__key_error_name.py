"""A user whose name is empty is taken for nobody.

Caught by: test_no_orders_and_no_user
"""


async def report(make_session, user_id):
    async with make_session() as session:
        user = await session.get(User, user_id, options=[selectinload(User.orders).selectinload(Order.lines)])
    if not (user and user.full_name):
        raise LookupError(user_id)
    totals = [sum(line.quantity * line.price for line in order.lines) for order in user.orders]
    return {"full_name": user.full_name, "totals": totals}
