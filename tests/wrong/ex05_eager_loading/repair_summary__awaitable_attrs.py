"""The same statements, through `awaitable_attrs`.

Caught by: test_four_statements_for_any_number_of_users
"""

from sqlalchemy.orm import lazyload


async def repair_summary(session: AsyncSession) -> list[dict]:
    summary = []
    lazily = lazyload(User.orders).lazyload(Order.lines).joinedload(OrderLine.book)
    for user in (await session.scalars(select(User).options(lazily).order_by(User.email))).all():
        for order in await user.awaitable_attrs.orders:
            await order.awaitable_attrs.lines
        titles = {line.book.title for order in user.orders for line in order.lines}
        summary.append({"name": user.full_name, "orders": len(user.orders), "titles": sorted(titles)})
    return summary
