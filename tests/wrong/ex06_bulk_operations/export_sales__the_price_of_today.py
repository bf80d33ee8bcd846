"""The book's price of today is exported, not the one that was paid.

Caught by: test_a_line_for_every_sale
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, Book.price).join(OrderLine.book).order_by(OrderLine.id)
    written = 0
    result = await session.stream(sales, execution_options={"yield_per": 1000})
    async for isbn, quantity, price in result:
        write(f"{isbn},{quantity},{price}\n")
        written += 1
    return written
