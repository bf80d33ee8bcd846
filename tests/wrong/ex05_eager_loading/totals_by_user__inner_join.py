"""Inner joins: who bought nothing is missing.

Caught by: test_who_bought_nothing_spent_nothing
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    spent = func.sum(OrderLine.quantity * OrderLine.price)
    statement = select(User.email, spent).join(User.orders).join(Order.lines).group_by(User.email)
    return dict((await session.execute(statement)).all())
