"""The rows are streamed, and their text is gathered in a list.

Caught by: test_an_export_of_any_length
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.id)
    lines = []
    result = await session.stream(sales, execution_options={"yield_per": 1000})
    async for rows in result.partitions():
        lines += [f"{isbn},{quantity},{price}\n" for isbn, quantity, price in rows]
    for line in lines:
        write(line)
    return len(lines)
