"""One session, and a lock around each use of it."""


async def repair_shared_session(make_session, user_id):

    name = select(User.full_name).where(User.id == user_id)
    orders = select(func.count()).select_from(Order).where(Order.user_id == user_id)
    spent = select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0))
    spent = spent.join(OrderLine.order).where(Order.user_id == user_id)
    lock = asyncio.Lock()
    async with make_session() as session:

        async def ask(statement):
            async with lock:
                return await session.scalar(statement)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(ask(each)) for each in (name, orders, spent)]
    return dict(zip(("name", "orders", "spent"), [task.result() for task in tasks], strict=True))
