"""Orders of one moment become one.

Caught by: test_what_each_order_came_to
"""

from workbook.bookshop import OrderLine


async def report(make_session, user_id):
    async with make_session() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(user_id)
        totals = await session.scalars(
            select(func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0)).select_from(Order).outerjoin(Order.lines)
            .where(Order.user_id == user_id).group_by(Order.created_at).order_by(func.min(Order.id))
        )
        return {"full_name": user.full_name, "totals": list(totals)}
