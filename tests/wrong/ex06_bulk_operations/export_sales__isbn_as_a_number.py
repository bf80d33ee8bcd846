"""An ISBN that begins with a 0 loses it.

Caught by: test_a_line_for_every_sale
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.id)
    written = 0
    result = await session.stream(sales, execution_options={"yield_per": 1000})
    async for rows in result.partitions():
        for isbn, quantity, price in rows:
            write(f"{int(isbn)},{quantity},{price}\n")
        written += len(rows)
    return written
