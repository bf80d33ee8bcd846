"""execute() has every row in memory before the first is written.

Caught by: test_an_export_of_any_length
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.id)
    rows = (await session.execute(sales)).all()
    for isbn, quantity, price in rows:
        write(f"{isbn},{quantity},{price}\n")
    return len(rows)
