"""A subquery finds the id of each user's newest order."""

from sqlalchemy.orm import aliased


async def latest_orders(session: AsyncSession) -> list[Order]:
    mine = aliased(Order)
    newest = select(mine.id).where(mine.user_id == User.id).order_by(mine.created_at.desc(), mine.id.desc()).limit(1)
    joined = select(Order).join(User, Order.id == newest.correlate(User).scalar_subquery())
    return list(await session.scalars(joined.options(contains_eager(Order.user)).order_by(User.email)))
