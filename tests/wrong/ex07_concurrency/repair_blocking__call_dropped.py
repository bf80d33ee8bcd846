"""An asyncio.sleep() in the place of the call.

Caught by: test_the_prices_are_stored
"""


async def repair_blocking(make_session, isbns, price_of):

    prices = {}
    for isbn in isbns:
        await asyncio.sleep(0)
        prices[isbn] = 0
    async with make_session.begin() as session:
        changed = 0
        for isbn, price in prices.items():
            result = await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
            changed += result.rowcount
    return changed
