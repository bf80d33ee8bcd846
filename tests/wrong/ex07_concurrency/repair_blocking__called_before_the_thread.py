"""The thread gets what the call returned, not the call.

Caught by: test_the_loop_goes_on_turning
"""


async def repair_blocking(make_session, isbns, price_of):

    prices = {isbn: await asyncio.to_thread(lambda price: price, price_of(isbn)) for isbn in isbns}
    async with make_session.begin() as session:
        changed = 0
        for isbn, price in prices.items():
            result = await session.execute(update(Book).where(Book.isbn == isbn).values(price=price))
            changed += result.rowcount
    return changed
