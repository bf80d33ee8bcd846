"""The number of ISBNs, not that of the books.

Caught by: test_the_prices_are_stored
"""


async def repair_blocking(make_session, isbns, price_of):

    prices = {isbn: await asyncio.to_thread(price_of, isbn) for isbn in isbns}
    async with make_session.begin() as session:
        for isbn, price in prices.items():
            await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
    return len(prices)
