"""The prices in the order in which they came.

Caught by: test_the_prices_are_stored
"""


async def repair_blocking(make_session, isbns, price_of):
    asked = [asyncio.create_task(asyncio.to_thread(price_of, isbn)) for isbn in isbns]
    prices = [await each for each in asyncio.as_completed(asked)]
    changed = 0
    async with make_session.begin() as session:
        for isbn, price in zip(isbns, prices, strict=True):
            changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
    return changed
