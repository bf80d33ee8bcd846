"""FOR UPDATE where there is one, and a condition in the UPDATE for where there is none."""


async def sell_last_copies(make_session, isbn):
    for attempt in range(10):
        async with make_session() as session:
            try:
                book = await session.scalar(select(Book).where(Book.isbn == isbn).with_for_update())
                if book is None:
                    raise OutOfStock(isbn)
                sell = update(Book).where(Book.id == book.id, Book.stock > 0).values(stock=Book.stock - 1)
                result = await session.execute(sell.execution_options(synchronize_session=False))
                if result.rowcount == 0:
                    raise OutOfStock(isbn)
                await session.refresh(book, ["stock"])
                await session.commit()
                return book.stock
            except DBAPIError as error:
                if attempt == 9 or not refused(error):
                    raise
