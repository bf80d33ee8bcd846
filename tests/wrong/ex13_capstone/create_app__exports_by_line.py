"""The export comes in the order of the lines' ids alone.

Caught by: test_the_export_is_complete
"""

async def order_lines(session: AsyncSession) -> AsyncIterator[list[Row[tuple[int, str, str, int, int]]]]:
    wanted = (
        select(Order.id, User.email, Book.isbn, OrderLine.quantity, OrderLine.price)
        .select_from(OrderLine)
        .join(Order, Order.id == OrderLine.order_id)
        .join(User, User.id == Order.user_id)
        .join(Book, Book.id == OrderLine.book_id)
        .order_by(OrderLine.id)
    )
    rows = await session.stream(wanted, execution_options={"yield_per": AT_ONCE})
    async for some in rows.partitions():
        yield list(some)
