"""Two sales that are alike are exported as one.

Caught by: test_a_line_for_every_sale
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.id)
    written = set()
    async for row in await session.stream(sales, execution_options={"yield_per": 1000}):
        if row not in written:
            write(f"{row.isbn},{row.quantity},{row.price}\n")
        written.add(row)
    return len(written)
