"""`immediateload` looks like an eager option, and sends a SELECT for each user.

Caught by: test_two_statements_for_any_number_of_users
"""

from sqlalchemy.orm import immediateload


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    statement = select(User).options(immediateload(User.orders)).order_by(User.email).limit(limit)
    return list(await session.scalars(statement))
