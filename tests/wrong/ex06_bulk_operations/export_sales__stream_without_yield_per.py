"""stream() alone: the ORM still fetches every row at once.

Caught by: test_an_export_of_any_length
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.id)
    written = 0
    async for isbn, quantity, price in await session.stream(sales):
        write(f"{isbn},{quantity},{price}\n")
        written += 1
    return written
