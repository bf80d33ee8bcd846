"""The lines end as on Windows.

Caught by: test_a_line_for_every_sale
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.id)
    written = 0
    result = await session.stream(sales, execution_options={"yield_per": 1000})
    async for rows in result.partitions():
        for isbn, quantity, price in rows:
            write(f"{isbn},{quantity},{price}\r\n")
        written += len(rows)
    return written
