"""A join around a subquery that holds the LIMIT."""

from sqlalchemy.orm import aliased


async def users_with_orders(session: AsyncSession, limit: int) -> list[User]:
    some = aliased(User, select(User).order_by(User.email).limit(limit).subquery())
    joined = select(some).outerjoin(some.orders).options(contains_eager(some.orders))
    return list((await session.scalars(joined.order_by(some.email, Order.id))).unique())
