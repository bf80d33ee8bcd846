"""The second statement repeats the first as a subquery."""

from sqlalchemy.orm import subqueryload


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    statement = select(User).options(subqueryload(User.orders)).order_by(User.email).limit(limit)
    return list(await session.scalars(statement))
