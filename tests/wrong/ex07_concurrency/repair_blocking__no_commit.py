"""A session that nobody commits.

Caught by: test_the_prices_are_stored
"""


async def repair_blocking(make_session, isbns, price_of):

    prices = {isbn: await asyncio.to_thread(price_of, isbn) for isbn in isbns}
    async with make_session() as session:
        changed = 0
        for isbn, price in prices.items():
            changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
    return changed
