"""It multiplies with what a book costs today.

Caught by: test_what_each_user_spent
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    spent = func.coalesce(func.sum(OrderLine.quantity * Book.price), 0)
    joined = select(User.email, spent).outerjoin(User.orders).outerjoin(Order.lines).outerjoin(OrderLine.book)
    return dict((await session.execute(joined.group_by(User.email))).all())
