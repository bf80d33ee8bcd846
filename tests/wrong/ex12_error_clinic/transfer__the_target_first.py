"""Who gets the copies comes first, whichever way they go: a deadlock each time two transfers meet.

Caught by: test_two_transfers_crosswise
"""


async def transfer(make_session: async_sessionmaker[AsyncSession], source: str, target: str, copies: int) -> None:
    changes = {source: -copies, target: copies}
    for attempt in range(1, 6):
        try:
            async with make_session.begin() as session:
                for isbn in (target, source):
                    change = update(Book).where(Book.isbn == isbn, Book.stock >= -changes[isbn])
                    if not (await session.execute(change.values(stock=Book.stock + changes[isbn]))).rowcount:
                        raise OutOfStock(isbn)
                return
        except exc.DBAPIError as error:
            if attempt == 5 or not refused(error):
                raise
            await asyncio.sleep(0.01)
