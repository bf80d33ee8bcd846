"""A book whose price stays what it was got its price too.

Caught by: test_the_prices_are_stored
"""


async def repair_blocking(make_session, isbns, price_of):
    prices = {isbn: await asyncio.to_thread(price_of, isbn) for isbn in isbns}
    changed = 0
    async with make_session.begin() as session:
        for isbn, price in prices.items():
            statement = update(Book).where(Book.isbn == isbn, Book.price != price).values(price=price)
            changed += (await session.execute(statement)).rowcount
    return changed
