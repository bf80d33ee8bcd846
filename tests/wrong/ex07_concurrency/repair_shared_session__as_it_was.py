"""The lines as they were.

Caught by: test_no_session_is_shared, test_the_dashboard
"""


async def repair_shared_session(make_session, user_id):

    name = select(User.full_name).where(User.id == user_id)
    orders = select(func.count()).select_from(Order).where(Order.user_id == user_id)
    spent = select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0))
    spent = spent.join(OrderLine.order).where(Order.user_id == user_id)
    async with make_session() as session, asyncio.TaskGroup() as group:
        tasks = [group.create_task(session.scalar(each)) for each in (name, orders, spent)]
    return dict(zip(("name", "orders", "spent"), [task.result() for task in tasks], strict=True))
