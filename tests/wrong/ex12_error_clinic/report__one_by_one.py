"""awaitable_attrs in a loop: no error, and a statement for every order.

Caught by: test_three_statements_however_many_orders
"""


async def report(make_session, user_id):

    async with make_session() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(user_id)
        totals = []
        for order in await user.awaitable_attrs.orders:
            totals.append(sum(line.quantity * line.price for line in await order.awaitable_attrs.lines))
        return {"full_name": user.full_name, "totals": totals}
