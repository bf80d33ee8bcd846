"""The lines come order after order, not in the order of their own ids.

Caught by: test_lines_in_the_order_of_their_ids
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.order_id)
    written = 0
    result = await session.stream(sales, execution_options={"yield_per": 1000})
    async for isbn, quantity, price in result:
        write(f"{isbn},{quantity},{price}\n")
        written += 1
    return written
