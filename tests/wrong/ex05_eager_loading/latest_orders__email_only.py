"""`load_only` leaves out the name of the user.

Caught by: test_the_newest_of_each_user
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    newest_first = (Order.created_at.desc(), Order.id.desc())
    place = func.row_number().over(partition_by=Order.user_id, order_by=newest_first)
    ranked = select(Order.id, place.label("place")).join(Order.user).subquery()
    newest = select(Order).join(ranked, ranked.c.id == Order.id).where(ranked.c.place == 1)
    statement = newest.join(Order.user).options(contains_eager(Order.user).load_only(User.email)).order_by(User.email)
    return list(await session.scalars(statement))
