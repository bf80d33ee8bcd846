"""`selectinload` for the users: a second statement.

Caught by: test_one_statement_that_fetches_the_newest
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    place = func.row_number().over(partition_by=Order.user_id, order_by=(Order.created_at.desc(), Order.id.desc()))
    ranked = select(Order.id, place.label("place")).subquery()
    newest = select(Order).join(ranked, ranked.c.id == Order.id).where(ranked.c.place == 1)
    statement = newest.join(Order.user).options(selectinload(Order.user)).order_by(User.email)
    return list(await session.scalars(statement))
