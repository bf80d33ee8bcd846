"""The oldest is the one with the lowest id, not the earliest created_at.

Caught by: test_what_each_order_came_to
"""


async def report(make_session, user_id):
    orders = selectinload(User.orders).selectinload(Order.lines)
    async with make_session() as session:
        user = await session.get(User, user_id, options=[orders])
    if user is None:
        raise LookupError(user_id)
    inorder = sorted(user.orders, key=lambda o: o.created_at)
    return {"full_name": user.full_name, "totals": [sum(l.quantity * l.price for l in o.lines) for o in inorder]}
