"""One wide statement."""


async def repair_summary(session: AsyncSession) -> list[dict]:
    summary = []
    everything = joinedload(User.orders).joinedload(Order.lines).joinedload(OrderLine.book)
    for user in (await session.scalars(select(User).options(everything).order_by(User.email))).unique():
        titles = {line.book.title for order in user.orders for line in order.lines}
        summary.append({"name": user.full_name, "orders": len(user.orders), "titles": sorted(titles)})
    return summary
