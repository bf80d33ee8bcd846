"""Refreshes each user to fill its orders.

Caught by: test_two_statements_for_any_number_of_users
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    users = list(await session.scalars(select(User).order_by(User.email).limit(limit)))
    for user in users:
        await session.refresh(user, ["orders"])
    return users
