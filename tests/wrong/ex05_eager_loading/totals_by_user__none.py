"""A sum of nothing is NULL, not 0.

Caught by: test_who_bought_nothing_spent_nothing
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    spent = func.sum(OrderLine.quantity * OrderLine.price)
    statement = select(User.email, spent).outerjoin(User.orders).outerjoin(Order.lines).group_by(User.email)
    return dict((await session.execute(statement)).all())
