"""The titles are sorted as if they had no capital letters.

Caught by: test_the_summary_of_two_editions
"""


async def repair_summary(session: AsyncSession) -> list[dict]:
    path = selectinload(User.orders).selectinload(Order.lines).joinedload(OrderLine.book)
    summary = []
    for user in (await session.scalars(select(User).options(path).order_by(User.email))).all():
        titles = {line.book.title for order in user.orders for line in order.lines}
        summary.append({"name": user.full_name, "orders": len(user.orders), "titles": sorted(titles, key=str.lower)})
    return summary
