"""Parts of 1,000 rows are asked for, and no more of them is ever held."""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    query = select(Book.isbn, OrderLine.quantity, OrderLine.price).join(OrderLine.book).order_by(OrderLine.id)
    result = await session.stream(query)
    count = 0
    async for rows in result.partitions(1000):
        for isbn, quantity, price in rows:
            write(f"{isbn},{quantity},{price}\n")
            count += 1
    return count
