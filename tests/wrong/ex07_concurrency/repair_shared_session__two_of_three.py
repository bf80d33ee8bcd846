"""The first statement alone, and the other two share its session.

Caught by: test_no_session_is_shared
"""


async def repair_shared_session(make_session, user_id):

    name = select(User.full_name).where(User.id == user_id)
    orders = select(func.count()).select_from(Order).where(Order.user_id == user_id)
    spent = select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0))
    spent = spent.join(OrderLine.order).where(Order.user_id == user_id)
    async with make_session() as session:
        full_name = await session.scalar(name)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(session.scalar(each)) for each in (orders, spent)]
    return {"name": full_name, "orders": tasks[0].result(), "spent": tasks[1].result()}
