"""Off the loop, and still inside the transaction.

Caught by: test_no_connection_is_held
"""


async def repair_blocking(make_session, isbns, price_of):

    async with make_session.begin() as session:
        changed = 0
        for isbn in isbns:
            price = await asyncio.to_thread(price_of, isbn)
            result = await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
            changed += result.rowcount
    return changed
