"""Grouped by the name: two users with the same name become one.

Caught by: test_the_summary_of_namesakes
"""


async def repair_summary(session: AsyncSession) -> list[dict]:
    bought = select(User.full_name, Order.id, Book.title).select_from(User).outerjoin(User.orders)
    statement = bought.outerjoin(Order.lines).outerjoin(OrderLine.book).order_by(User.email)
    people = {}
    for name, order_id, title in await session.execute(statement):
        orders, titles = people.setdefault(name, (set(), set()))
        orders |= {order_id} - {None}
        titles |= {title} - {None}
    return [{"name": name, "orders": len(orders), "titles": sorted(titles)} for name, (orders, titles) in people.items()]
