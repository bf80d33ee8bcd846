"""The orders of which there is no newer one."""

from sqlalchemy import exists
from sqlalchemy.orm import aliased


async def latest_orders(session: AsyncSession) -> list[Order]:
    newer = aliased(Order)
    later = (newer.created_at > Order.created_at) | ((newer.created_at == Order.created_at) & (newer.id > Order.id))
    newest = select(Order).where(~exists().where(newer.user_id == Order.user_id, later))
    statement = newest.join(Order.user).options(contains_eager(Order.user)).order_by(User.email)
    return list(await session.scalars(statement))
