"""A SELECT for each user.

Caught by: test_the_database_adds_up
"""


async def totals_by_user(session: AsyncSession) -> dict[str, int]:
    totals = {}
    for user in (await session.scalars(select(User))).all():
        spent = select(func.sum(OrderLine.quantity * OrderLine.price)).join(Order).where(Order.user_id == user.id)
        totals[user.email] = await session.scalar(spent) or 0
    return totals
