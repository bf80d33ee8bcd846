"""Orders with the same total are counted once.

Caught by: test_what_each_order_came_to
"""


async def report(make_session, user_id):
    async with make_session() as session:
        user = await session.get(User, user_id, options=[selectinload(User.orders).selectinload(Order.lines)])
    if user is None:
        raise LookupError(user_id)
    totals = dict.fromkeys(sum(line.quantity * line.price for line in order.lines) for order in user.orders)
    return {"full_name": user.full_name, "totals": list(totals)}
