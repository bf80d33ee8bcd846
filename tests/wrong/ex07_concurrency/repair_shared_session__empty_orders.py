"""An order without lines is not counted.

Caught by: test_the_dashboard
"""


async def repair_shared_session(make_session, user_id):
    statement = (
        select(
            User.full_name,
            func.count(OrderLine.order_id.distinct()),
            func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0),
        )
        .outerjoin(User.orders)
        .outerjoin(Order.lines)
        .where(User.id == user_id)
        .group_by(User.full_name)
    )
    async with make_session() as session:
        row = (await session.execute(statement)).first()
    name, orders, spent = row or (None, 0, 0)
    return {"name": name, "orders": orders, "spent": spent}
