"""Of two users of one name only one has a newest order.

Caught by: test_the_newest_of_each_user
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    newest_first = (Order.created_at.desc(), Order.id.desc())
    place = func.row_number().over(partition_by=User.full_name, order_by=newest_first)
    ranked = select(Order.id, place.label("place")).join(Order.user).subquery()
    newest = select(Order).join(ranked, ranked.c.id == Order.id).where(ranked.c.place == 1)
    statement = newest.join(Order.user).options(contains_eager(Order.user)).order_by(User.email)
    return list(await session.scalars(statement))
