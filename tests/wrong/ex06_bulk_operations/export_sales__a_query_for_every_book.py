"""The book of every line is fetched on its own.

Caught by: test_no_statement_for_every_line
"""


async def export_sales(session: AsyncSession, write: Callable[[str], object]) -> int:
    written = 0
    lines = await session.stream_scalars(select(OrderLine).order_by(OrderLine.id).execution_options(yield_per=1000))
    async for line in lines:
        isbn = await session.scalar(select(Book.isbn).where(Book.id == line.book_id))
        write(f"{isbn},{line.quantity},{line.price}\n")
        written += 1
    return written
