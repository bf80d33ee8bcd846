"""One statement with three subqueries."""


async def repair_shared_session(make_session, user_id):

    name = select(User.full_name).where(User.id == user_id)
    orders = select(func.count()).select_from(Order).where(Order.user_id == user_id)
    spent = select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0))
    spent = spent.join(OrderLine.order).where(Order.user_id == user_id)
    async with make_session() as session:
        columns = [each.scalar_subquery() for each in (name, orders, spent)]
        row = (await session.execute(select(*columns))).one()
    return {"name": row[0], "orders": row[1], "spent": row[2]}
