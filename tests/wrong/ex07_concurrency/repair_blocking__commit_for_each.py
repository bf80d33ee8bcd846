"""A transaction for each price.

Caught by: test_all_prices_or_none
"""


async def repair_blocking(make_session, isbns, price_of):

    prices = {isbn: await asyncio.to_thread(price_of, isbn) for isbn in isbns}
    changed = 0
    for isbn, price in prices.items():
        async with make_session.begin() as session:
            changed += (await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))).rowcount
    return changed
