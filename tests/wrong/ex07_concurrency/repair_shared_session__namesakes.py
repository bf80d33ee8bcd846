"""The orders are counted by the user's name, those of a namesake among them.

Caught by: test_the_dashboard
"""


async def repair_shared_session(make_session: async_sessionmaker[AsyncSession], user_id: int) -> dict[str, Any]:
    async with make_session() as session:
        name = await session.scalar(select(User.full_name).where(User.id == user_id))
        orders = await session.scalar(select(func.count(Order.id)).join(Order.user).where(User.full_name == name))
        spent = await session.scalar(
            select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0))
            .join(OrderLine.order)
            .where(Order.user_id == user_id)
        )
    return {"name": name, "orders": orders, "spent": spent}
