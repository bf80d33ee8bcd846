"""Two users of one name pay together.

Caught by: test_what_each_user_spent
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    spent = func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0)
    statement = select(func.min(User.email), spent).outerjoin(User.orders).outerjoin(Order.lines)
    return dict((await session.execute(statement.group_by(User.full_name))).all())
