"""A query for the orders of each user.

Caught by: test_two_statements_for_any_number_of_users
"""

from sqlalchemy.orm.attributes import set_committed_value


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        orders = await session.scalars(select(Order).where(Order.user_id == user.id))
        set_committed_value(user, "orders", list(orders))
    return users
