"""Touches the collection to load it, which cannot be awaited.

Caught by: test_users_and_their_orders
"""

from sqlalchemy.orm import lazyload


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    statement = select(User).options(lazyload(User.orders)).order_by(User.email).limit(limit)
    users = list(await session.scalars(statement))
    for user in users:
        len(user.orders)
    return users
