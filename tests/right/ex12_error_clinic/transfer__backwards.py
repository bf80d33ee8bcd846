"""In the opposite order, which is one order too; waits longer each time."""


async def transfer(make_session, source, target, copies):

    attempt = 1
    while True:
        try:
            async with make_session.begin() as session:
                for isbn in sorted((source, target), reverse=True):
                    change = copies if isbn == target else -copies
                    book = update(Book).where(Book.isbn == isbn, Book.stock + change >= 0).values(stock=Book.stock + change)
                    if await session.scalar(book.returning(Book.id)) is None:
                        raise OutOfStock(isbn)
                return
        except exc.DBAPIError as error:
            if attempt >= 5 or not refused(error):
                raise
            await asyncio.sleep(0.1 * 2**attempt)
            attempt += 1
