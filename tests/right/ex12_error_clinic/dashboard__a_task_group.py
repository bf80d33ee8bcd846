"""A TaskGroup."""


async def dashboard(make_session):

    async def count(kind):
        async with make_session() as session:
            return await session.scalar(select(func.count(kind.id)))

    async with asyncio.TaskGroup() as group:
        tasks = {name: group.create_task(count(kind)) for name, kind in
                 {"books": Book, "users": User, "orders": Order}.items()}
    return {name: task.result() for name, task in tasks.items()}
