"""Adds the prices, not what was paid.

Caught by: test_what_each_user_spent
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    spent = func.coalesce(func.sum(OrderLine.price), 0)
    statement = select(User.email, spent).outerjoin(User.orders).outerjoin(Order.lines).group_by(User.email)
    return dict((await session.execute(statement)).all())
