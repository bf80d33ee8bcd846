"""Takes the highest id for the newest.

Caught by: test_the_newest_of_each_user
"""


async def latest_orders(session: AsyncSession) -> list[Order]:
    newest = select(func.max(Order.id)).group_by(Order.user_id)
    statement = select(Order).where(Order.id.in_(newest)).join(Order.user).options(contains_eager(Order.user))
    return list(await session.scalars(statement.order_by(User.email)))
