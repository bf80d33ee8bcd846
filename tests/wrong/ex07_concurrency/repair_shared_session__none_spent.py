"""Who has no orders has spent None.

Caught by: test_the_dashboard
"""


async def repair_shared_session(make_session, user_id):

    async with make_session() as session:
        name = await session.scalar(select(User.full_name).where(User.id == user_id))
        orders = await session.scalar(select(func.count(Order.id)).where(Order.user_id == user_id))
        total = select(func.sum(OrderLine.quantity * OrderLine.price)).join(OrderLine.order)
        spent = await session.scalar(total.where(Order.user_id == user_id))
    return {"name": name, "orders": orders, "spent": spent}
