"""Optimistic: write only if nobody has written since, and read again if somebody has."""


async def sell_last_copies(make_session, isbn):

    refusals = 0
    while True:
        try:
            async with make_session.begin() as session:
                stock = await session.scalar(select(Book.stock).where(Book.isbn == isbn))
                if not stock:
                    raise OutOfStock(isbn)
                sell = update(Book).where(Book.isbn == isbn, Book.stock == stock).values(stock=stock - 1)
                if (await session.execute(sell)).rowcount == 1:
                    return stock - 1
        except DBAPIError as error:
            refusals += 1
            if refusals == 10 or not refused(error):
                raise
