"""What the publisher does not know is left out without a word.

Caught by: test_all_prices_or_none
"""


async def repair_blocking(make_session, isbns, price_of):

    prices = {}
    for isbn in isbns:
        try:
            prices[isbn] = await asyncio.to_thread(price_of, isbn)
        except Exception:
            continue
    async with make_session.begin() as session:
        changed = 0
        for isbn, price in prices.items():
            result = await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
            changed += result.rowcount
    return changed
