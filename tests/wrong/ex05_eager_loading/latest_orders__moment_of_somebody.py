"""Takes the orders whose moment is the newest of any user, also of somebody else.

Caught by: test_one_order_of_the_same_moment
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    latest = select(func.max(Order.created_at)).group_by(Order.user_id)
    newest = select(func.max(Order.id)).where(Order.created_at.in_(latest)).group_by(Order.user_id, Order.created_at)
    query = select(Order).where(Order.id.in_(newest))
    query = query.join(Order.user).options(contains_eager(Order.user)).order_by(User.email)
    return list((await session.scalars(query)).all())
