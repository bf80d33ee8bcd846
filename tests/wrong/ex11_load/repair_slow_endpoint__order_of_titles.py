"""The titles of an order stand in the order of the books, not of the lines.

Caught by: test_the_report
"""


async def repair_slow_endpoint(
    make_session: async_sessionmaker[AsyncSession],
    user_id: int,
    currency: str,
    rate_of: Callable[[str], Awaitable[int]],
) -> list[dict[str, Any]]:
    async with make_session() as session:
        ids = (await session.scalars(select(Order.id).where(Order.user_id == user_id).order_by(Order.id))).all()
        lines = select(OrderLine.order_id, Book.title, OrderLine.quantity * OrderLine.price)
        lines = lines.join(OrderLine.book).join(OrderLine.order).where(Order.user_id == user_id).order_by(OrderLine.order_id, OrderLine.book_id)
        found = (await session.execute(lines)).all()
    rate = await rate_of(currency)
    titles: dict[int, list[str]] = {order_id: [] for order_id in ids}
    costs = dict.fromkeys(ids, 0)
    for order_id, title, cost in found:
        if order_id in costs:  # placed between the two statements
            titles[order_id].append(title)
            costs[order_id] += cost
    return [{"id": each, "titles": titles[each], "total": costs[each] * rate // 100} for each in ids]
