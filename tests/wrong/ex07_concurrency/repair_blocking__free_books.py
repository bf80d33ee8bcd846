"""A price of 0 is a price.

Caught by: test_the_prices_are_stored
"""


async def repair_blocking(make_session, isbns, price_of):
    changed = 0
    prices = [(isbn, await asyncio.to_thread(price_of, isbn)) for isbn in isbns]
    async with make_session.begin() as session:
        for isbn, price in prices:
            if price:
                changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
    return changed
