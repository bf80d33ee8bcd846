"""A user whose name is empty is not "no such user".

Caught by: test_the_dashboard
"""


async def repair_shared_session(make_session, user_id):
    lines = select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0)).join(OrderLine.order)
    async with make_session() as session:
        name = await session.scalar(select(User.full_name).where(User.id == user_id))
        orders = await session.scalar(select(func.count()).select_from(Order).where(Order.user_id == user_id))
        spent = await session.scalar(lines.where(Order.user_id == user_id))
    return {"name": name or None, "orders": orders, "spent": spent}
