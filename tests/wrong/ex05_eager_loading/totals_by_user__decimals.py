"""Adds up in NUMERIC: the sums are right, but each is a Decimal.

Caught by: test_what_each_user_spent
"""

from sqlalchemy import Numeric, cast


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    spent = func.coalesce(func.sum(cast(OrderLine.quantity * OrderLine.price, Numeric)), 0)
    statement = select(User.email, spent).outerjoin(User.orders).outerjoin(Order.lines).group_by(User.email)
    return dict((await session.execute(statement)).all())
