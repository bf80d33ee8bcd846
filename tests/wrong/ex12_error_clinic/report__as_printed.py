"""The relationship is read after the session: nothing has loaded it.

Caught by: test_what_each_order_came_to
"""


async def report(make_session: async_sessionmaker[AsyncSession], user_id: int) -> dict[str, Any]:
    async with make_session() as session:
        user = await session.get(User, user_id)
    totals = [sum(line.quantity * line.price for line in order.lines) for order in user.orders]
    return {"full_name": user.full_name, "totals": totals}
