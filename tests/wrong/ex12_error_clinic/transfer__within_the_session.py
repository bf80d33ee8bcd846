"""The loop stands inside the transaction, which has failed.

Caught by: test_turned_away_and_tried_again
"""


async def transfer(make_session, source, target, copies):

    changes = {source: -copies, target: copies}
    async with make_session() as session:
        for attempt in range(1, 6):
            try:
                for isbn in sorted(changes):
                    change = update(Book).where(Book.isbn == isbn, Book.stock >= -changes[isbn])
                    if not (await session.execute(change.values(stock=Book.stock + changes[isbn]))).rowcount:
                        raise OutOfStock(isbn)
                await session.commit()
                return
            except exc.DBAPIError as error:
                if attempt == 5 or not refused(error):
                    raise
                await session.begin_nested()
