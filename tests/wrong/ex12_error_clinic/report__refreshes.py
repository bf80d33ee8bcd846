""""refresh() cures it": it loads the orders, and not their lines.

Caught by: test_what_each_order_came_to
"""


async def report(make_session, user_id):

    async with make_session() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(user_id)
        await session.refresh(user, ["orders"])
    totals = [sum(line.quantity * line.price for line in order.lines) for order in user.orders]
    return {"full_name": user.full_name, "totals": totals}
