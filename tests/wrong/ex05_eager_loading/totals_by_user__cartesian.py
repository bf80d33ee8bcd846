"""Three tables and no join: every user is charged every line, once for each order.

Caught by: test_what_each_user_spent
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    spent = func.coalesce(func.sum(OrderLine.quantity * OrderLine.price), 0)
    statement = select(User.email, spent).select_from(User, Order, OrderLine).group_by(User.email)
    return dict((await session.execute(statement)).all())
