"""Two queries by hand, put together by hand."""

from sqlalchemy.orm.attributes import set_committed_value


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    users = (await session.scalars(select(User).order_by(User.email).limit(limit))).all()
    for user in users:
        set_committed_value(user, "orders", [])
    mine = Order.user_id.in_([user.id for user in users])
    owners = {user.id: user for user in users}
    for order in await session.scalars(select(Order).where(mine).order_by(Order.id)):
        owners[order.user_id].orders.append(order)
    session.expunge_all()
    return list(users)
