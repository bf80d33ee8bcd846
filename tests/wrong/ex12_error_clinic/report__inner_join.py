"""An order without lines is missing from the answer.

Caught by: test_what_each_order_came_to, test_no_orders_and_no_user
"""


from workbook.bookshop import OrderLine


async def report(make_session, user_id):

    async with make_session() as session:
        user = await session.get(User, user_id)
        if user is None:
            raise LookupError(user_id)
        total = func.sum(OrderLine.quantity * OrderLine.price)
        query = select(total).join(Order.lines).where(Order.user_id == user_id).group_by(Order.id).order_by(Order.id)
        return {"full_name": user.full_name, "totals": list(await session.scalars(query)) or None}
