"""Both rows locked by one SELECT in the order of their ids, then changed."""


async def transfer(make_session, source, target, copies):

    for attempt in range(5):
        try:
            async with make_session.begin() as session:
                both = select(Book).where(Book.isbn.in_([source, target])).order_by(Book.id).with_for_update()
                books = {book.isbn: book for book in await session.scalars(both)}
                if len(books) < 2 or books[source].stock < copies:
                    raise OutOfStock(source)
                books[source].stock -= copies
                books[target].stock += copies
            return
        except exc.DBAPIError as error:
            if attempt == 4 or not refused(error):
                raise
