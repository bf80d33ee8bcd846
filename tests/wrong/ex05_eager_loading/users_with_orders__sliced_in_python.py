"""Everything is loaded, and most of it thrown away.

Caught by: test_the_limit_is_the_databases
"""


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    users = await session.scalars(select(User).options(selectinload(User.orders)).order_by(User.email))
    return users.all()[:limit]
