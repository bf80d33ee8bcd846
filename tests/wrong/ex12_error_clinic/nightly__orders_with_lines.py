"""An order without lines is not counted.

Caught by: test_one_letter_for_each
"""

from workbook.bookshop import OrderLine


async def nightly(make_session: async_sessionmaker[AsyncSession], send: Callable[[str, int], Awaitable[None]]) -> int:
    orders = func.count(OrderLine.order_id.distinct())
    async with make_session() as session:
        query = select(User.email, orders).join(User.orders).join(Order.lines).group_by(User.id, User.email)
        rows = (await session.execute(query)).all()
    for email, number in rows:
        await send(email, number)
    return len(rows)
