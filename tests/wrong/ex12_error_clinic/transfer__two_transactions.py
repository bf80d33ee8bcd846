"""Each book in a transaction of its own: copies are lost on the way.

Caught by: test_too_few_copies
"""


async def transfer(make_session, source, target, copies):

    changes = {source: -copies, target: copies}
    for isbn in changes:
        for attempt in range(1, 6):
            try:
                async with make_session.begin() as session:
                    change = update(Book).where(Book.isbn == isbn, Book.stock >= -changes[isbn])
                    if not (await session.execute(change.values(stock=Book.stock + changes[isbn]))).rowcount:
                        raise OutOfStock(isbn)
                break
            except exc.DBAPIError as error:
                if attempt == 5 or not refused(error):
                    raise
