"""gather() in the place of the TaskGroup.

Caught by: test_no_session_is_shared
"""


async def repair_shared_session(make_session, user_id):

    name = select(User.full_name).where(User.id == user_id)
    orders = select(func.count()).select_from(Order).where(Order.user_id == user_id)
    spent = select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0))
    spent = spent.join(OrderLine.order).where(Order.user_id == user_id)
    async with make_session() as session:
        results = await asyncio.gather(session.scalar(name), session.scalar(orders), session.scalar(spent))
    return dict(zip(("name", "orders", "spent"), results, strict=True))
