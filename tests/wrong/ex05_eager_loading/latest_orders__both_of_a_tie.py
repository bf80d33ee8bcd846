"""The latest moment of each user may have two orders.

Caught by: test_one_order_of_the_same_moment
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    latest = select(Order.user_id, func.max(Order.created_at).label("at")).group_by(Order.user_id).subquery()
    mine = (latest.c.user_id == Order.user_id) & (latest.c.at == Order.created_at)
    statement = select(Order).join(latest, mine).join(Order.user).options(contains_eager(Order.user))
    return list(await session.scalars(statement.order_by(User.email)))
