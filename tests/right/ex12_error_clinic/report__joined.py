"""joinedload for both, and unique()."""


from sqlalchemy.orm import joinedload


async def report(make_session, user_id):

    async with make_session() as session:
        query = select(User).where(User.id == user_id).options(joinedload(User.orders).joinedload(Order.lines))
        user = (await session.scalars(query)).unique().one_or_none()
    if user is None:
        raise LookupError(user_id)
    totals = [sum(line.quantity * line.price for line in order.lines) for order in user.orders]
    return {"full_name": user.full_name, "totals": totals}
