"""In the order of the caller, catches OperationalError, falls silently out of its loop.

Caught by: test_turned_away_for_good, test_two_transfers_crosswise
"""


async def transfer(make_session: async_sessionmaker[AsyncSession], source: str, target: str, copies: int) -> None:
    changes = {source: -copies, target: copies}
    for _ in range(5):
        try:
            async with make_session.begin() as session:
                for isbn in changes:
                    change = update(Book).where(Book.isbn == isbn, Book.stock >= -changes[isbn])
                    if not (await session.execute(change.values(stock=Book.stock + changes[isbn]))).rowcount:
                        raise OutOfStock(isbn)
                return
        except exc.OperationalError:
            await asyncio.sleep(0.01)
