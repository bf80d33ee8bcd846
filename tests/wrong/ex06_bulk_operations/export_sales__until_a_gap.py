"""It goes through the ids a thousand at a time, and stops at the first thousand that is empty.

Caught by: test_lines_in_the_order_of_their_ids
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.id)
    written, start = 0, 1
    while rows := (await session.execute(sales.where(OrderLine.id.between(start, start + 999)))).all():
        write("".join(f"{isbn},{quantity},{price}\n" for isbn, quantity, price in rows))
        written, start = written + len(rows), start + 1000
    return written
