"""The database adds up, an outer join keeps what is empty."""


from workbook.bookshop import OrderLine


async def report(make_session, user_id):

    async with make_session() as session:
        name = await session.scalar(select(User.full_name).where(User.id == user_id))
        if name is None:
            raise LookupError(user_id)
        total = func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0)
        query = select(total).select_from(Order).outerjoin(Order.lines)
        rows = await session.scalars(query.where(Order.user_id == user_id).group_by(Order.id).order_by(Order.id))
        return {"full_name": name, "totals": [int(row) for row in rows]}
