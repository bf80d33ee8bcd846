"""Lazy loading after all, awaited user by user.

Caught by: test_two_statements_for_any_number_of_users
"""

from sqlalchemy.orm import lazyload


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    statement = select(User).options(lazyload(User.orders)).order_by(User.email).limit(limit)
    users = list(await session.scalars(statement))
    for user in users:
        await user.awaitable_attrs.orders
    return users
