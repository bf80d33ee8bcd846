"""Compares the days, and within a day the ids.

Caught by: test_the_newest_of_each_user
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    newest = [func.date(Order.created_at).desc(), Order.id.desc()]
    place = func.row_number().over(partition_by=Order.user_id, order_by=newest).label("place")
    ranked = select(Order.id, place).subquery()
    query = select(Order).join(ranked, ranked.c.id == Order.id).where(ranked.c.place == 1).join(Order.user)
    return list(await session.scalars(query.options(contains_eager(Order.user)).order_by(User.email)))
