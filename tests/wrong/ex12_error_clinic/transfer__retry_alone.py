"""What the server has to end is tried again: a deadlock each time two meet.

Caught by: test_two_transfers_crosswise
"""


async def transfer(make_session, source, target, copies):

    changes = {source: -copies, target: copies}
    for attempt in range(1, 6):
        try:
            async with make_session.begin() as session:
                for isbn in changes:
                    change = update(Book).where(Book.isbn == isbn, Book.stock >= -changes[isbn])
                    if not (await session.execute(change.values(stock=Book.stock + changes[isbn]))).rowcount:
                        raise OutOfStock(isbn)
                return
        except exc.DBAPIError as error:
            if attempt == 5 or not refused(error):
                raise
