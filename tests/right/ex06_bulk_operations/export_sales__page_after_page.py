"""A page of rows at a time, each beginning behind the last id."""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = (
        select(Book.isbn, OrderLine.quantity, OrderLine.price, OrderLine.id).join(OrderLine.book).order_by(OrderLine.id)
    )
    written, last = 0, 0
    while rows := (await session.execute(sales.where(OrderLine.id > last).limit(1000))).all():
        write("".join(f"{isbn},{quantity},{price}\n" for isbn, quantity, price, _ in rows))
        written, last = written + len(rows), rows[-1].id
    return written
