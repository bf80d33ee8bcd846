"""The orders without their users.

Caught by: test_the_newest_of_each_user
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    place = func.row_number().over(partition_by=Order.user_id, order_by=(Order.created_at.desc(), Order.id.desc()))
    ranked = select(Order.id, place.label("place")).subquery()
    newest = select(Order).join(ranked, ranked.c.id == Order.id).where(ranked.c.place == 1)
    return list(await session.scalars(newest.join(Order.user).order_by(User.email)))
