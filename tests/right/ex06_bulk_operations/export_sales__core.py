"""Core on the session's connection: there, stream() alone holds few rows."""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    sales = (
        select(Book.__table__.c.isbn, OrderLine.__table__.c.quantity, OrderLine.__table__.c.price)
        .join_from(OrderLine.__table__, Book.__table__)
        .order_by(OrderLine.__table__.c.id)
    )
    connection, written = await session.connection(), 0
    async with connection.stream(sales) as result:
        async for isbn, quantity, price in result:
            write(f"{isbn},{quantity},{price}\n")
            written += 1
    return written
