"""Inner joins: who bought nothing is missing.

Caught by: test_the_summary_of_who_bought_nothing
"""


async def repair_summary(session: AsyncSession) -> list[dict]:
    summary = []
    loaded = contains_eager(User.orders).selectinload(Order.lines).joinedload(OrderLine.book)
    users = await session.scalars(select(User).join(User.orders).options(loaded).order_by(User.email))
    for user in users.unique():
        titles = {line.book.title for order in user.orders for line in order.lines}
        summary.append({"name": user.full_name, "orders": len(user.orders), "titles": sorted(titles)})
    return summary
