"""`distinct()` counts two lines of the same amount once.

Caught by: test_lines_of_the_same_amount
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    spent = func.coalesce(func.sum((OrderLine.quantity * OrderLine.price).distinct()), 0)
    statement = select(User.email, spent).outerjoin(User.orders).outerjoin(Order.lines).group_by(User.email)
    return dict((await session.execute(statement)).all())
