"""gather(), and a session for each."""


async def repair_shared_session(make_session, user_id):

    name = select(User.full_name).where(User.id == user_id)
    orders = select(func.count()).select_from(Order).where(Order.user_id == user_id)
    spent = select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0))
    spent = spent.join(OrderLine.order).where(Order.user_id == user_id)
    async def ask(statement):
        async with make_session() as session:
            return (await session.execute(statement)).scalar()

    results = await asyncio.gather(ask(name), ask(orders), ask(spent))
    return dict(zip(("name", "orders", "spent"), results, strict=True))
