"""groupby over rows sorted by the line's id: where lines of two orders alternate, an order comes twice.

Caught by: test_the_report
"""


from itertools import groupby


async def repair_slow_endpoint(
    make_session: async_sessionmaker[AsyncSession],
    user_id: int,
    currency: str,
    rate_of: Callable[[str], Awaitable[int]],
) -> list[dict[str, Any]]:
    rate = await rate_of(currency)
    rows = (
        select(Order.id, OrderLine.id, Book.title, OrderLine.quantity * OrderLine.price)
        .outerjoin(OrderLine, OrderLine.order_id == Order.id)
        .outerjoin(Book, Book.id == OrderLine.book_id)
        .where(Order.user_id == user_id)
        .order_by(OrderLine.id, Order.id)
    )
    async with make_session() as session:
        found = (await session.execute(rows)).all()
    report = []
    for order_id, group in groupby(found, key=lambda row: row[0]):
        lines = [(title, cost) for _, line_id, title, cost in group if line_id is not None]
        total = sum(cost for _, cost in lines) * rate // 100
        report.append({"id": order_id, "titles": [title for title, _ in lines], "total": total})
    return sorted(report, key=lambda each: each["id"])
