"""Asks for pairs of user and order, and joins the user again."""

from sqlalchemy.orm import aliased


async def latest_orders(session: AsyncSession) -> list[Order]:
    place = (
        func.row_number()
        .over(partition_by=Order.user_id, order_by=[Order.created_at.desc(), Order.id.desc()])
        .label("place")
    )
    ranked = select(Order, place).subquery()
    newest = aliased(Order, ranked)
    statement = select(newest).where(ranked.c.place == 1).options(joinedload(newest.user))
    return sorted(await session.scalars(statement), key=lambda order: order.user.email)
