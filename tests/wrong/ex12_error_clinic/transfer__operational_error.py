"""On PostgreSQL neither a deadlock nor a serialization failure is an OperationalError.

Caught by: test_a_deadlock_with_somebody_else
"""


async def transfer(make_session, source, target, copies):

    changes = {source: -copies, target: copies}
    for attempt in range(1, 6):
        try:
            async with make_session.begin() as session:
                for isbn in sorted(changes):
                    change = update(Book).where(Book.isbn == isbn, Book.stock >= -changes[isbn])
                    if not (await session.execute(change.values(stock=Book.stock + changes[isbn]))).rowcount:
                        raise OutOfStock(isbn)
                return
        except exc.OperationalError as error:
            if attempt == 5 or not refused(error):
                raise
