"""The statements run at once, on one session, and are as many as before.

Caught by: test_four_statements_for_any_number_of_users
"""

import asyncio


async def repair_summary(session: AsyncSession) -> list[dict]:
    users = (await session.scalars(select(User).order_by(User.email))).all()
    await asyncio.gather(*[session.refresh(user, ["orders"]) for user in users])
    orders = [order for user in users for order in user.orders]
    everything = selectinload(Order.lines).joinedload(OrderLine.book)
    ids = [order.id for order in orders]
    await session.scalars(
        select(Order).where(Order.id.in_(ids)).options(everything).execution_options(populate_existing=True)
    )
    summary = []
    for user in users:
        titles = {line.book.title for order in user.orders for line in order.lines}
        summary.append({"name": user.full_name, "orders": len(user.orders), "titles": sorted(titles)})
    return summary
